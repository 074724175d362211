// `plan MANIFEST`: what an install would do. Touches nothing.

import { OrchestratorError } from "../../base/index.js";
import type { App, PlanAnswer } from "../app-types.js";
import { addExamples } from "../examples.js";
import { addPlanOptions, type PlanFlags, plannerOptionsOf } from "../plan-options.js";
import type { Explanation } from "../render/plan/answer.js";
import type { Register } from "../session.js";

export const registerPlan: Register = (program, session) => {
  const command = program
    .command("plan")
    .summary("show what an install would do, and why")
    .description(
      "Shows what `install` would do with MANIFEST, in which order and why, and what it would leave alone. Where the " +
        "manifest has constraints, the plan is proven safe, or refused with the reason (exit code 6).",
    )
    .argument("<manifest>", "a manifest, a folder with manifest.yaml, or a bundle; - for a bundle from standard input");
  addPlanOptions(command).action(
    session.action(async (manifestPath: string, flags: PlanFlags) => {
      refuseContradiction(flags);
      const { app, context } = await session.open();
      const { answerPlan } = await import("../render/plan/answer.js");
      const { untilSignal } = await import("../run/until-signal.js");
      const given = { manifestPath, ...(manifestPath === "-" && { stdin: session.io.stdin }) };
      const ask = async (signal: AbortSignal) => {
        const planned = await app.planSystem(context, { ...given, signal, ...plannerOptionsOf(flags) });
        return { planned, explanation: await explain(app, planned, flags) };
      };
      return untilSignal(session, ask, ({ planned, explanation }) =>
        answerPlan(session, planned, { output: flags.output, explanation }),
      );
    }),
  );
  addExamples(command, session.io.programName, [
    ["before an update", "plan system-core-v2/manifest.yaml"],
    ["why are the boards not updated first?", "plan --explain rtos manifest.yaml"],
    ["what would another system do?", "plan --inventory their-components.yaml manifest.yaml"],
    ["a picture of it", "plan --output svg manifest.yaml > plan.svg"],
    ["which components would be updated?", "plan --output json manifest.yaml | jq '.groups[].components[].component'"],
  ]);
};

/** A picture holds no explanation. */
function refuseContradiction({ explain, output }: PlanFlags): void {
  if (explain === undefined || output === "human" || output === "json") return;
  throw new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message: `--explain answers in words, not as ${output}`,
    hint: "Leave one of the two options out.",
  });
}

/** A refusal explains itself. */
async function explain(app: App, planned: PlanAnswer, { explain: type }: PlanFlags): Promise<Explanation | undefined> {
  if (type === undefined || !planned.answer.isFeasible) return undefined;
  return { type, lines: await app.explainPlan(planned, type) };
}
