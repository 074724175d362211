// `status`: which manifest the system runs, and what is in progress.

import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Register } from "../session.js";

export const registerStatus: Register = (program, session) => {
  const command = program
    .command("status")
    .summary("show the active manifest and what is in progress")
    .description("Shows the active manifest, the one before it, and the deployment in progress if there is one.")
    .addOption(outputOption())
    .action(
      session.action(async (flags: { output: OutputFormat }) => {
        const { app, context } = await session.open();
        const { answerStatus } = await import("../render/status.js");
        answerStatus(session, await app.readStatus(context), flags.output);
        return EXIT.done;
      }),
    );
  addExamples(command, session.io.programName, [
    ["where is the system now?", "status"],
    ["is anything in progress?", "status --output json | jq .inProgress"],
  ]);
};
