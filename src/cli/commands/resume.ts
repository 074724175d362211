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

export const registerResume: Register = (program, session) => {
  const command = program
    .command("resume")
    .summary("go on with a stopped or interrupted deployment")
    .description(
      "Goes on with the deployment in progress: after a stop that was asked for, a reboot, a power cut or a kill. " +
        "An interrupted install or commit counts as failed, and is rolled back. Exits with 2 when nothing is in progress.",
    )
    .option("--after-boot", "stop as the run before was to, so that whoever began it decides");
  addRunOptions(command).action(
    session.action(async (flags: ResumeFlags) => {
      const { runDeployment } = await import("../run/run-deployment.js");
      const isAfterBoot = flags.afterBoot === true;
      const run = runDeployment({ session, flags, verb: "resume" }, (app, context, live) =>
        app.resumeDeployment(context, { ...runOptionsOf(flags), isAfterBoot }, live),
      );
      return isAfterBoot ? run.catch((thrown) => asNothingToDo(session, thrown)) : run;
    }),
  );
  addExamples(command, session.io.programName, [
    ["after a boot, whatever happened", "resume"],
    ["what a service does at every boot", "resume --after-boot"],
    ["commit, but keep the way back open", "resume --stop-before Cleanup"],
  ]);
};
