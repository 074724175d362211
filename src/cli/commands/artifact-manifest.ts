// `artifact write-manifest`: a manifest, or a bundle, made ready for the Mender client. Options are named as in `artifact write`.

import type { Command } from "commander";
import { EXIT } from "../../base/index.js";
import type { WriteManifestOptions } from "../app-types.js";
import { addExamples } from "../examples.js";
import type { Session } from "../session.js";
import { collect } from "../trust-options.js";

interface WriteManifestFlags {
  readonly outputPath: string;
  readonly name?: string;
  readonly compatibleType?: readonly string[];
  readonly softwareVersion?: string;
  readonly group?: string;
  readonly dependsGroup?: readonly string[];
  readonly dependsName?: readonly string[];
  readonly key?: string;
  readonly passphraseFile?: string;
}

export function registerWriteManifest(artifact: Command, session: Session): void {
  const command = artifact
    .command("write-manifest")
    .summary("make an artifact with which the Mender client delivers a manifest")
    .description(
      "Makes the artifact with which the Mender client delivers MANIFEST, or a bundle, to the update module " +
        "mender-orchestrator-manifest. A manifest with faults is refused. The same input gives the same bytes.",
    )
    .argument("<manifest>", "the manifest's path, or a bundle's")
    .requiredOption("-o, --output-path <file>", "where the artifact goes");
  addOptions(command).action(
    session.action(async (manifestPath: string, flags: WriteManifestFlags) => {
      const { passphraseIn } = await import("../passphrase.js");
      const passphrase = passphraseIn(flags.passphraseFile, session.io.environment);
      const options = { ...optionsOf(manifestPath, flags), ...passphrase };
      const { app, log } = await session.open();
      const { warnOfOpenKeys } = await import("../open-keys.js");
      warnOfOpenKeys(log, flags.key === undefined ? [] : [flags.key]);
      await app.writeManifestArtifact(options);
      session.answer(options.output);
      return EXIT.done;
    }),
  );
  addExamples(command, session.io.programName, [
    ["for the systems that the manifest says it is for", "artifact write-manifest manifest.yaml -o system-v2.mender"],
    [
      "for gateways whose device type is raspberrypi4",
      "artifact write-manifest manifest.yaml --compatible-type raspberrypi4 -o system-v2.mender",
    ],
  ]);
}

function addOptions(command: Command): Command {
  return command
    .option("--name <name>", "name of the artifact (default: the manifest's name)")
    .option(
      "--compatible-type <type>",
      "system or device type it may be installed on; repeatable (default: system_types_compatible of the manifest)",
      collect,
    )
    .option("--software-version <version>", "the software version (default: the artifact's name)")
    .option("--group <group>", "artifact group that the device is in afterwards")
    .option("--depends-group <group>", "artifact group that a device must be in; repeatable, one must match", collect)
    .option("--depends-name <name>", "artifact that must be installed already; repeatable, one must match", collect)
    .option("--key <file>", "private key in PEM form, to sign the artifact with")
    .option("--passphrase-file <file>", "file with the passphrase of an encrypted key; - for the standard input");
}

function optionsOf(manifestPath: string, flags: WriteManifestFlags): WriteManifestOptions {
  const { outputPath, compatibleType, name, softwareVersion, group, dependsGroup, dependsName, key } = flags;
  return {
    ...{ manifestPath, output: outputPath, compatibleTypes: compatibleType ?? [] },
    ...(name !== undefined && { name }),
    ...(softwareVersion !== undefined && { softwareVersion }),
    ...(group !== undefined && { group }),
    ...(dependsGroup !== undefined && { dependsGroups: dependsGroup }),
    ...(dependsName !== undefined && { dependsNames: dependsName }),
    ...(key !== undefined && { keyPath: key }),
  };
}
