// `resume`: goes on with a deployment that was stopped or interrupted.

import { addExamples } from "../examples.js";
import { addRunOptions, type RunFlags, runOptionsOf } from "../run-options.js";
import type { Register } from "../session.js";

interface ResumeFlags extends RunFlags {
  readonly afterBoot?: boolean;
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
      return runDeployment({ session, flags, verb: "resume" }, (app, context, live) =>
        app.resumeDeployment(context, { ...runOptionsOf(flags), isAfterBoot: flags.afterBoot === true }, live),
      );
    }),
  );
  addExamples(command, session.io.programName, [
    ["after a boot, whatever happened", "resume"],
    ["what a service does at every boot", "resume --after-boot"],
    ["commit, but keep the way back open", "resume --stop-before Cleanup"],
  ]);
};
