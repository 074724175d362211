// `install MANIFEST`: the main job.

import { InvalidArgumentError } from "commander";
import { addExamples } from "../examples.js";
import { repairOption } from "../plan-options.js";
import { addRunOptions, type RunFlags, runOptionsOf } from "../run-options.js";
import type { Register } from "../session.js";

interface InstallFlags extends RunFlags {
  readonly acceptNoReturn?: boolean;
  readonly repair?: boolean;
  readonly allowDowngrade?: string;
}

export const registerInstall: Register = (program, session) => {
  const command = program
    .command("install")
    .summary("bring the system to what a manifest declares")
    .description("Brings the system to what MANIFEST declares. If anything fails, all of it is brought back.")
    .argument("<manifest>", "a manifest, a folder with manifest.yaml, or a bundle; - for a bundle from standard input")
    .option("--accept-no-return", "install though some of it cannot be rolled back, whatever the manifest's rule")
    .option(
      "--allow-downgrade <reason>",
      "take a signed manifest though a later one was accepted; the reason goes into the journal",
      parseReason,
    )
    .addOption(repairOption());
  addRunOptions(command).action(
    session.action(async (manifestPath: string, flags: InstallFlags) => {
      const { runDeployment } = await import("../run/run-deployment.js");
      const given = { manifestPath, ...(manifestPath === "-" && { stdin: session.io.stdin }) };
      const options = { ...given, ...runOptionsOf(flags), ...choicesOf(flags) };
      return runDeployment({ session, flags, verb: "install" }, (app, context, live) =>
        app.installSystem(context, options, live),
      );
    }),
  );
  addExamples(command, session.io.programName, [
    ["update the whole system", "install system-core-v2/manifest.yaml"],
    ["manifest and artifacts in one file", "install system-core-v2.bundle"],
    ["the same from a pipe, not stored on this machine", "install - < system-core-v2.bundle"],
    ["the components are listed in a second file", "install -t components.yaml manifest.yaml"],
    ["install, look around, then commit (or roll back)", "install --stop-before ArtifactCommit manifest.yaml"],
    ["the plan has a point of no return, and that is known", "install --accept-no-return manifest.yaml"],
    [
      "back to an earlier release, whose serial is lower",
      'install --allow-downgrade "v8 loses the radio" v7/manifest.yaml',
    ],
    ["for scripts: the result as JSON, the log kept apart", "install --output json manifest.yaml 2>install.log"],
  ]);
};

/** It is read by others, and much later. */
function parseReason(text: string): string {
  const reason = text.trim();
  if (reason !== "" && reason.length <= 500 && !/\p{Cc}/u.test(reason)) return reason;
  throw new InvalidArgumentError("It is a line of text that says why, of at most 500 characters.");
}

function choicesOf({ acceptNoReturn, repair, allowDowngrade }: InstallFlags) {
  return {
    ...(acceptNoReturn === true && { isNoReturnAccepted: true }),
    ...(repair === true && { isRepair: true }),
    ...(allowDowngrade !== undefined && { downgradeReason: allowDowngrade }),
  };
}
