// `install MANIFEST`: the main job.

import { addExamples } from "../examples.js";
import { addRunOptions, type RunFlags, runOptionsOf } from "../run-options.js";
import type { Register } from "../session.js";

export const registerInstall: Register = (program, session) => {
  const command = program
    .command("install")
    .summary("bring the system to what a manifest declares")
    .description("Brings the system to what MANIFEST declares. If anything fails, all of it is brought back.")
    .argument("<manifest>", "the manifest's path");
  addRunOptions(command).action(
    session.action(async (manifestPath: string, flags: RunFlags) => {
      const { runDeployment } = await import("../run/run-deployment.js");
      return runDeployment({ session, flags, verb: "install" }, (app, context, live) =>
        app.installSystem(context, { manifestPath, ...runOptionsOf(flags) }, live),
      );
    }),
  );
  addExamples(command, session.io.programName, [
    ["update the whole system", "install system-core-v2/manifest.yaml"],
    ["the components are listed in a second file", "install -t components.yaml manifest.yaml"],
    ["install, look around, then commit (or roll back)", "install --stop-before ArtifactCommit manifest.yaml"],
    ["for scripts: the result as JSON, the log kept apart", "install --output json manifest.yaml 2>install.log"],
  ]);
};
