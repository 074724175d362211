// `artifact write` and `artifact read`: artifacts without another tool. Options are named as in mender-artifact where it
// has them.

import { type Command, Option } from "commander";
import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Register, Session } from "../session.js";
import { collect } from "../trust-options.js";
import type { WriteFlags } from "./artifact-flags.js";
import { registerWriteManifest } from "./artifact-manifest.js";
import { registerSign, registerVerify } from "./artifact-sign.js";

export const registerArtifact: Register = (program, session) => {
  const artifact = program
    .command("artifact")
    .summary("write, read, sign and verify artifacts")
    .description("Writes, reads, signs and verifies Mender artifacts (format version 3).");
  registerWrite(artifact, session);
  registerWriteManifest(artifact, session);
  registerRead(artifact, session);
  registerSign(artifact, session);
  registerVerify(artifact, session);
};

function registerWrite(artifact: Command, session: Session): void {
  const write = artifact
    .command("write")
    .summary("make an artifact of files")
    .description("Makes an artifact of files. The same input gives the same bytes.")
    .requiredOption("--type <type>", "payload type: the update interface or update module it is for")
    .requiredOption("--name <name>", "name of the artifact");
  addOptions(write);
  write.action(session.action((flags: WriteFlags) => runWrite(session, flags)));
  addExamples(write, session.io.programName, [
    [
      "new firmware for every rtos",
      "artifact write --type rtos --compatible-type rtos --name rtos-v2 --file zephyr.bin",
    ],
    [
      "only on top of hardware revision B or C",
      "artifact write --type rtos --compatible-type rtos --name rtos-v3 --depends revision:B --depends revision:C --file zephyr.bin",
    ],
  ]);
}

function addOptions(write: Command): void {
  for (const [flags, description] of REPEATABLE) write.option(flags, description, collect);
  write
    .option("--group <group>", "artifact group that the component is in afterwards")
    .option("--meta-data <file>", "JSON file that the update interface gets with the artifact")
    .option("--software-filesystem <name>", "first part of the software version's key", "rootfs-image")
    .option("--software-name <name>", "second part of the software version's key (default: the type)")
    .option("--software-version <version>", "the software version (default: the artifact's name)")
    .option("--no-default-software-version", "do not provide a software version, nor clear one")
    .option("--no-default-clears-provides", "do not clear rootfs-image.TYPE.*")
    .addOption(
      new Option("--compression <kind>", "compression of the parts")
        .choices(["gzip", "xz", "zstd", "none"])
        .default("gzip"),
    )
    .option("--key <file>", "private key in PEM form, to sign it with")
    .option("--passphrase-file <file>", "file with the passphrase of an encrypted key; - for the standard input")
    .option("-o, --output-path <file>", "where the artifact goes (default: NAME.mender)");
}

const REPEATABLE = [
  ["--compatible-type <type>", "component (or device) type it may be installed on; repeatable, at least one"],
  ["-f, --file <file>", "file of the payload; repeatable"],
  ["--provides <key:value>", "what a component provides with this artifact; repeatable"],
  ["--depends <key:value>", "what a component must provide already; repeat a key for alternatives"],
  ["--depends-group <group>", "artifact group that a component must be in; repeatable, one must match"],
  ["--depends-name <name>", "artifact that must be installed already; repeatable, one must match"],
  ["--clears-provides <pattern>", "provides that it takes away, such as app.*; repeatable"],
] as const;

async function runWrite(session: Session, flags: WriteFlags) {
  const { writeOptionsOf } = await import("./artifact-flags.js");
  const { passphraseIn } = await import("../passphrase.js");
  const options = {
    ...writeOptionsOf(flags),
    ...keyOf(flags),
    ...passphraseIn(flags.passphraseFile, session.io.environment),
  };
  const { app, log } = await session.open();
  const { warnOfOpenKeys } = await import("../open-keys.js");
  warnOfOpenKeys(log, flags.key === undefined ? [] : [flags.key]);
  await app.writeArtifact(options);
  session.answer(options.output);
  return EXIT.done;
}

function keyOf({ key }: WriteFlags): { readonly keyPath?: string } {
  return key === undefined ? {} : { keyPath: key };
}

interface ReadFlags {
  readonly key?: readonly string[];
  readonly output: OutputFormat;
}

function registerRead(artifact: Command, session: Session): void {
  const read = artifact
    .command("read")
    .summary("verify an artifact and show what it holds")
    .description("Verifies every checksum of an artifact and shows what it holds. Exits with 5 if anything is wrong.")
    .argument("<file>", "a Mender artifact")
    .option("--key <file>", "public key in PEM form, to tell who has signed it; repeatable", collect)
    .addOption(outputOption())
    .action(
      session.action(async (path: string, { key = [], output }: ReadFlags) => {
        const { app, context } = await session.open();
        const { answerArtifact } = await import("../render/artifact.js");
        answerArtifact(session, await app.readArtifact(context, { path, keyPaths: key }), output);
        return EXIT.done;
      }),
    );
  addExamples(read, session.io.programName, [
    ["what would this install, and where?", "artifact read rtos-v2.mender"],
    ["is it whole?", "artifact read rtos-v2.mender > /dev/null && echo yes"],
  ]);
}
