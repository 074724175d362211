// `rollback`: undoes the deployment in progress; `rollback --to ID` goes back to the point before one that has ended. That loses the
// data of the time since, so a person is asked first, and a script says so with --yes.

import { type ExitCode, OrchestratorError } from "../../base/index.js";
import type { ReturnAnswer } from "../app-types.js";
import { addExamples } from "../examples.js";
import { addRunOptions, type RunFlags, runOptionsOf } from "../run-options.js";
import type { Register, Session } from "../session.js";

interface RollbackFlags extends RunFlags {
  readonly to?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export const registerRollback: Register = (program, session) => {
  const command = program
    .command("rollback")
    .summary("undo the deployment in progress, or go back to before one that has ended")
    .description(
      "Rolls the deployment in progress back, also after its commit and before its cleanup. " +
        "Exits with 2 when nothing is in progress. With --to, installs the manifest that was active before a deployment that has " +
        "ended, and brings back the data that it, and those since, captured.",
    )
    .option("--to <deployment>", "go back to the point before that deployment; its number, or SYSTEM/NUMBER")
    .option("--dry-run", "with --to: show what that would do and lose, and touch nothing")
    .option("-y, --yes", "with --to: do not ask whether newer data may be lost");
  addRunOptions(command).action(
    session.action(async (flags: RollbackFlags) => {
      const { to } = flags;
      if (flags.dryRun === true) return await showReturn(session, flags);
      if (to !== undefined) await consent(session, to, flags);
      const { runDeployment } = await import("../run/run-deployment.js");
      const options = runOptionsOf(flags);
      // A way back to an earlier manifest goes forward to it, as an install does.
      return runDeployment({ session, flags, verb: to === undefined ? "rollback" : "install" }, (app, context, live) =>
        to === undefined
          ? app.rollbackDeployment(context, options, live)
          : app.rollbackTo(context, { ...options, deploymentId: to }, live),
      );
    }),
  );
  addExamples(command, session.io.programName, [
    ["the update is not what you want", "rollback"],
    ["nor is one that has ended", "rollback --to 7"],
    ["one module as it was before", "rollback --to module.adblock/3"],
    ["what would that do?", "rollback --to 7 --dry-run"],
    ["stop before the last state, reboot by hand", "rollback --stop-before Cleanup --exit-on-reboot"],
  ]);
};

async function showReturn(session: Session, { to, output }: RollbackFlags): Promise<ExitCode> {
  if (to === undefined)
    throw refused("--dry-run needs --to", "Name the deployment to go back before: --to DEPLOYMENT.");
  const { app, context } = await session.open();
  const [{ answerPlan }, { lostLines }, { untilSignal }] = await Promise.all([
    import("../render/plan/answer.js"),
    import("../render/plan/rollback-to.js"),
    import("../run/until-signal.js"),
  ]);
  const ask = async (signal: AbortSignal) => await app.planReturn(context, to, signal);
  return untilSignal(session, ask, (answer) => {
    const exitCode = answerPlan(session, answer, { output, explanation: undefined });
    const lost = lostLines(answer).join("\n");
    if (output === "human" && answer.answer.isFeasible && lost !== "") session.answer(lost);
    return exitCode;
  });
}

/** Throws ARGUMENT_INVALID where nobody has agreed, and whatever the way back would be refused for. */
async function consent(session: Session, to: string, { yes }: RollbackFlags): Promise<void> {
  if (yes === true) return;
  const { app, context } = await session.open();
  const answer = await app.planReturn(context, to);
  if (answer.overwritten.length === 0) return;
  const [{ confirm }, { lostLines }] = await Promise.all([
    import("../confirm.js"),
    import("../render/plan/rollback-to.js"),
  ]);
  const lines = lostLines(answer);
  switch (await confirm(session, [...lines, "Go on? [y/N] "])) {
    case "yes":
      return;
    case "no":
      throw refused("the way back was not agreed to; nothing was touched", "Answer y, or give --yes.");
    case "nobody":
      throw refused(`${whatIsLost(answer)} would be lost, and nobody is there to ask`, "Give --yes.");
  }
}

function whatIsLost({ overwritten }: ReturnAnswer): string {
  return `what ${overwritten.map(({ component }) => component).join(", ")} has written since`;
}

function refused(message: string, hint: string): OrchestratorError {
  return new OrchestratorError({ code: "ARGUMENT_INVALID", message, hint });
}
