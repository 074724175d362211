// `status`: which manifest the system runs, and what is in progress.

import { EXIT } from "../../base/index.js";
import type { SystemStatus } from "../app-types.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Register } from "../session.js";

export const registerStatus: Register = (program, session) => {
  const command = program
    .command("status")
    .summary("show the active manifest and what is in progress")
    .description(
      "Shows the active manifest, the one before it, how the last deployment ended unless that is the active one, and the " +
        "deployment in progress if there is one. Without --system, also names other systems in which something is in progress " +
        "or has ended inconsistent. Exits with 3 while the last deployment, of any of these, has ended inconsistent.",
    )
    .addOption(outputOption())
    .action(
      session.action(async (flags: { output: OutputFormat }) => {
        const { app, context } = await session.open();
        const { answerStatus } = await import("../render/status.js");
        const status = await app.readStatus(context);
        answerStatus(session, status, flags.output);
        return isInconsistent(status) ? EXIT.inconsistent : EXIT.done;
      }),
    );
  addExamples(command, session.io.programName, [
    ["where is the system now?", "status"],
    ["is anything in progress?", "status --output json | jq .inProgress"],
  ]);
};

function isInconsistent({ last, resting, others = [] }: SystemStatus): boolean {
  if (others.some(({ kind }) => kind !== "inProgress")) return true;
  if (resting !== undefined && !resting.isEndState) return true;
  return (
    last?.records.some(({ record }) => record.type === "deploymentEnded" && record.verdict === "inconsistent") === true
  );
}
