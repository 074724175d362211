// `manifest lock`, `manifest sign` and `manifest verify`: a manifest as a signed statement over the whole system.

import { type Command, Option } from "commander";
import { EXIT, OrchestratorError } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Register, Session } from "../session.js";
import { collect, type Expiry, parseCount, parseExpiry, parseSerial, type SerialChoice } from "../trust-options.js";

export const registerManifest: Register = (program, session) => {
  const manifest = program
    .command("manifest")
    .summary("pin the artifacts of a manifest, sign it, verify it")
    .description("Makes a manifest a signed statement over the whole system: which artifacts, and until when.");
  registerLock(manifest, session);
  registerSign(manifest, session);
  registerVerify(manifest, session);
  addExamples(manifest, session.io.programName, [
    ["a release: which artifacts, which number, until when", "manifest lock --serial +1 --expires 90d manifest.yaml"],
    ["signed", "manifest sign --key release.pem manifest.yaml"],
  ]);
};

interface LockFlags {
  readonly check?: boolean;
  readonly serial?: SerialChoice;
  readonly expires?: Expiry;
  readonly output: OutputFormat;
}

function registerLock(manifest: Command, session: Session): void {
  const lock = manifest
    .command("lock")
    .summary("write the digests of its artifacts into a manifest")
    .description(
      "Writes artifact_sha256 and artifact_manifest_sha256 of every component type and stepping stone into MANIFEST, and says " +
        "what has changed. Everything else in the file stays as it is.",
    )
    .argument("<manifest>", "the manifest's path")
    .option("--check", "write nothing; exit with 6 if there would be something to write")
    .addOption(new Option("--serial <number>", "also set the serial; +1 for the next one").argParser(parseSerial))
    .addOption(
      new Option("--expires <time>", "also set when it expires: a date, or days from now as in 90d").argParser(
        parseExpiry,
      ),
    )
    .addOption(outputOption())
    .action(session.action((manifestPath: string, flags: LockFlags) => runLock(session, manifestPath, flags)));
  addExamples(lock, session.io.programName, [
    ["before a release", "manifest lock --serial +1 --expires 90d manifest.yaml"],
    ["in a pipeline: are the digests those of the artifacts?", "manifest lock --check manifest.yaml"],
  ]);
}

async function runLock(session: Session, manifestPath: string, { check = false, serial, expires, output }: LockFlags) {
  if (check && (serial !== undefined || expires !== undefined)) {
    throw new OrchestratorError({
      code: "ARGUMENT_INVALID",
      message: "--check writes nothing, so it goes with neither --serial nor --expires",
    });
  }
  const { app, context } = await session.open();
  const { answerLock } = await import("../render/trust.js");
  const options = { manifestPath, isCheck: check, ...(serial && { serial }), ...(expires && { expires }) };
  answerLock(session, await app.lockManifest(context, options), { manifestPath, output });
  return EXIT.done;
}

interface SignFlags {
  readonly key: readonly string[];
  readonly passphraseFile?: string;
  readonly output: OutputFormat;
}

function registerSign(manifest: Command, session: Session): void {
  const sign = manifest
    .command("sign")
    .summary("sign a manifest")
    .description(
      "Adds signatures to MANIFEST.sig, beside those of others. Signing again with the same key changes nothing.",
    )
    .argument("<manifest>", "the manifest's path")
    .requiredOption("--key <file>", "private key in PEM form; repeatable", collect)
    .option("--passphrase-file <file>", "file with the passphrase of encrypted keys; - for the standard input")
    .addOption(outputOption())
    .action(
      session.action(async (manifestPath: string, { key, passphraseFile, output }: SignFlags) => {
        const { passphraseIn } = await import("../passphrase.js");
        const passphrase = passphraseIn(passphraseFile, session.io.environment);
        const { app, context, log } = await session.open();
        const { warnOfOpenKeys } = await import("../open-keys.js");
        warnOfOpenKeys(log, key);
        const { answerSigned } = await import("../render/trust.js");
        answerSigned(session, await app.signManifest(context, { manifestPath, keyPaths: key, ...passphrase }), output);
        return EXIT.done;
      }),
    );
  addExamples(sign, session.io.programName, [
    ["after it was locked", "manifest sign --key release.pem manifest.yaml"],
    ["the second of two signers", "manifest sign --key their-own.pem --passphrase-file secret manifest.yaml"],
  ]);
}

interface VerifyFlags {
  readonly key?: readonly string[];
  readonly threshold?: number;
  readonly output: OutputFormat;
}

function registerVerify(manifest: Command, session: Session): void {
  const verify = manifest
    .command("verify")
    .summary("say whether a manifest would be trusted")
    .description(
      "Says whether a system with the given keys would trust MANIFEST: its signatures, its serial, when it expires, that it " +
        "pins its artifacts. Without keys: whether this system would. Exits with 6 if not.",
    )
    .argument("<manifest>", "the manifest's path")
    .option("--key <file>", "public key in PEM form; repeatable", collect)
    .addOption(
      new Option("--threshold <number>", "how many of the keys must have signed (default: 1)").argParser(parseCount),
    )
    .addOption(outputOption())
    .action(
      session.action(async (manifestPath: string, { key = [], threshold, output }: VerifyFlags) => {
        const { app, context } = await session.open();
        const { answerVerified } = await import("../render/trust.js");
        const options = { manifestPath, keyPaths: key, ...(threshold !== undefined && { threshold }) };
        answerVerified(session, await app.verifyManifest(context, options), { manifestPath, output });
        return EXIT.done;
      }),
    );
  addExamples(verify, session.io.programName, [
    ["before a release goes out", "manifest verify --key release.pub.pem manifest.yaml"],
    ["would this system take it?", "manifest verify manifest.yaml"],
  ]);
}
