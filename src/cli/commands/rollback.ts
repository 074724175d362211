// `rollback`: undoes the deployment in progress.

import { addExamples } from "../examples.js";
import { addRunOptions, type RunFlags, runOptionsOf } from "../run-options.js";
import type { Register } from "../session.js";

export const registerRollback: Register = (program, session) => {
  const command = program
    .command("rollback")
    .summary("undo the deployment in progress")
    .description(
      "Rolls the deployment in progress back, also after its commit and before its cleanup. " +
        "Exits with 2 when nothing is in progress.",
    );
  addRunOptions(command).action(
    session.action(async (flags: RunFlags) => {
      const { runDeployment } = await import("../run/run-deployment.js");
      return runDeployment({ session, flags, verb: "rollback" }, (app, context, live) =>
        app.rollbackDeployment(context, runOptionsOf(flags), live),
      );
    }),
  );
  addExamples(command, session.io.programName, [
    ["the update is not what you want", "rollback"],
    ["stop before the last state, reboot by hand", "rollback --stop-before Cleanup --exit-on-reboot"],
  ]);
};
