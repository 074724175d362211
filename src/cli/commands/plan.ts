// `plan MANIFEST`: what an install would do. Touches nothing.

import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Register } from "../session.js";

export const registerPlan: Register = (program, session) => {
  const command = program
    .command("plan")
    .summary("show what an install would do, and why")
    .description("Shows what `install` would do with MANIFEST, in which order, and what it would leave alone and why.")
    .argument("<manifest>", "the manifest's path")
    .addOption(outputOption())
    .action(
      session.action(async (manifestPath: string, flags: { output: OutputFormat }) => {
        const { app, context } = await session.open();
        const { answerPlan } = await import("../render/plan.js");
        const { untilSignal } = await import("../run/until-signal.js");
        const ask = (signal: AbortSignal) => app.planSystem(context, { manifestPath, signal });
        return untilSignal(session, ask, (answer) => {
          answerPlan(session, answer, flags.output);
          return EXIT.done;
        });
      }),
    );
  addExamples(command, session.io.programName, [
    ["before an update", "plan system-core-v2/manifest.yaml"],
    ["which components would be updated?", "plan --output json manifest.yaml | jq '.groups[].components[].component'"],
  ]);
};
