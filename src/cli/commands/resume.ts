// `resume`: goes on with a deployment that was stopped or interrupted.

import { EXIT, type ExitCode, OrchestratorError } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { addRunOptions, type RunFlags, runOptionsOf } from "../run-options.js";
import type { Register, Session } from "../session.js";

interface ResumeFlags extends RunFlags {
  readonly afterBoot?: boolean;
}

/** At nearly every boot nothing is in progress: that is no error that somebody should read of in the log. */
function asNothingToDo(session: Session, thrown: unknown): ExitCode {
  if (!(thrown instanceof OrchestratorError) || thrown.code !== "NOTHING_IN_PROGRESS") throw thrown;
  session.writeLogLine("nothing is in progress");
  return EXIT.nothingInProgress;
}

/** The protocol's names stand for the protocol: whoever calls them asks about its one deployment, and decides by the exit code. */
function isOfOneSystem({ io, flags }: Session): boolean {
  return flags().system !== undefined || io.programName.startsWith("mender-");
}

async function resumeOne(session: Session, flags: ResumeFlags): Promise<ExitCode> {
  const { runDeployment } = await import("../run/run-deployment.js");
  return runDeployment({ session, flags, verb: "resume" }, (app, context, live) =>
    app.resumeDeployment(context, optionsOf(flags), live),
  );
}

async function resumeAll(session: Session, flags: ResumeFlags): Promise<ExitCode> {
  const { runWatched, withLeaveCode } = await import("../run/run-deployment.js");
  const { answerResumed } = await import("../render/resumed.js");
  return runWatched(
    session,
    (app, context, live) => app.resumeSystems(context, optionsOf(flags), live),
    (resumed, leaveCode) => {
      const coded = resumed.map((each) =>
        each.kind === "ran" ? { ...each, result: withLeaveCode(each.result, leaveCode) } : each,
      );
      return answerResumed(session, coded, flags.output);
    },
  );
}

function optionsOf(flags: ResumeFlags) {
  return { ...runOptionsOf(flags), isAfterBoot: flags.afterBoot === true };
}

export const registerResume: Register = (program, session) => {
  const command = program
    .command("resume")
    .summary("go on with a stopped or interrupted deployment")
    .description(
      "Goes on with the deployment in progress: after a stop that was asked for, a reboot, a power cut or a kill. " +
        "An interrupted install or commit counts as failed, and is rolled back. Without --system, goes on with every system " +
        "that has something in progress, one after the other. Exits with 2 when nothing is in progress.",
    )
    .option("--after-boot", "stop as the run before was to, so that whoever began it decides");
  addRunOptions(command).action(
    session.action(async (flags: ResumeFlags) => {
      const run = isOfOneSystem(session) ? resumeOne(session, flags) : resumeAll(session, flags);
      return flags.afterBoot === true ? run.catch((thrown) => asNothingToDo(session, thrown)) : run;
    }),
  );
  addExamples(command, session.io.programName, [
    ["after a boot, whatever happened", "resume"],
    ["only the system of one module", "resume --system module.adblock"],
    ["what a service does at every boot", "resume --after-boot"],
    ["commit, but keep the way back open", "resume --stop-before Cleanup"],
  ]);
};
