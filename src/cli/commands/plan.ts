// `plan MANIFEST`: what an install would do. Touches nothing.

import { type ExitCode, OrchestratorError } from "../../base/index.js";
import type { App, PlanAnswer } from "../app-types.js";
import { addExamples } from "../examples.js";
import { addPlanOptions, type PlanFlags, plannerOptionsOf } from "../plan-options.js";
import type { Explanation } from "../render/plan/answer.js";
import type { Register, Session } from "../session.js";
import { addRepositoryOptions, type RepositoryFlags, repositoryOf } from "./modules-flags.js";

export const registerPlan: Register = (program, session) => {
  const command = program
    .command("plan")
    .summary("show what an install would do, and why")
    .description(
      "Shows what `install` would do with MANIFEST, in which order and why, and what it would leave alone. Where the " +
        "manifest has constraints, the plan is proven safe, or refused with the reason (exit code 6).",
    )
    .argument("[manifest]", "a manifest, a folder with manifest.yaml, or a bundle; - for a bundle from standard input")
    .option("--modules [name...]", "instead of a manifest: what `modules update` would do, with these modules or all");
  addRepositoryOptions(addPlanOptions(command)).action(
    session.action(async (manifestPath: string | undefined, flags: PlanFlags & RepositoryFlags) => {
      refuseContradiction(flags);
      if (flags.modules !== undefined) return planModules(session, manifestPath, flags);
      if (manifestPath === undefined)
        throw invalid("missing required argument 'manifest'", "Name one, or give --modules.");
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
    ["what would an update of modules do?", "plan --modules"],
    ["a picture of it", "plan --output svg manifest.yaml > plan.svg"],
    ["which components would be updated?", "plan --output json manifest.yaml | jq '.groups[].components[].component'"],
  ]);
};

/** A picture holds no explanation. */
function refuseContradiction({ explain, output }: PlanFlags): void {
  if (explain === undefined || output === "human" || output === "json") return;
  throw invalid(`--explain answers in words, not as ${output}`, "Leave one of the two options out.");
}

function invalid(message: string, hint: string): OrchestratorError {
  return new OrchestratorError({ code: "ARGUMENT_INVALID", message, hint });
}

async function planModules(
  session: Session,
  manifestPath: string | undefined,
  flags: PlanFlags & RepositoryFlags,
): Promise<ExitCode> {
  const { output, modules } = flags;
  if (manifestPath !== undefined) throw invalid("there is a manifest, and --modules", "Leave one of the two out.");
  if (output !== "human" && output !== "json") {
    throw invalid(`--modules answers in words or as json, not as ${output}`, "Leave one of the two options out.");
  }
  const { app, context } = await session.open();
  const { answerModulesPlan } = await import("../render/modules/plan.js");
  const { untilSignal } = await import("../run/until-signal.js");
  const options = repositoryOf(Array.isArray(modules) ? modules : [], flags);
  return untilSignal(
    session,
    (signal) => app.planModules(context, { ...options, signal }),
    (plan) => {
      answerModulesPlan(session, plan, output);
      return plan.exitCode;
    },
  );
}

/** A refusal explains itself. */
async function explain(app: App, planned: PlanAnswer, { explain: type }: PlanFlags): Promise<Explanation | undefined> {
  if (type === undefined || !planned.answer.isFeasible) return undefined;
  return { type, lines: await app.explainPlan(planned, type) };
}
