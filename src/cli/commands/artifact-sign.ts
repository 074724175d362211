// `artifact sign` and `artifact verify`: who vouches for an artifact.

import type { Command } from "commander";
import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Session } from "../session.js";
import { collect } from "../trust-options.js";

interface SignFlags {
  readonly key: string;
  readonly passphraseFile?: string;
  readonly outputPath?: string;
  readonly force: boolean;
}

/** Below `artifact`. */
export function registerSign(artifact: Command, session: Session): void {
  const sign = artifact
    .command("sign")
    .summary("sign an artifact")
    .description("Verifies an artifact and puts a signature into it. Everything else in it stays as it is.")
    .argument("<file>", "a Mender artifact")
    .requiredOption("--key <file>", "private key in PEM form")
    .option("--passphrase-file <file>", "file with the passphrase of an encrypted key; - for the standard input")
    .option("-o, --output-path <file>", "where the signed artifact goes (default: FILE itself)")
    .option("--force", "replace the signature that is there", false)
    .action(session.action((file: string, flags: SignFlags) => runSign(session, file, flags)));
  addExamples(sign, session.io.programName, [
    ["sign it where it is", "artifact sign rtos-v2.mender --key release.pem"],
    ["with another key from now on", "artifact sign rtos-v2.mender --key new.pem --force"],
  ]);
}

async function runSign(session: Session, path: string, { key, passphraseFile, outputPath, force }: SignFlags) {
  const { passphraseIn } = await import("../passphrase.js");
  const passphrase = passphraseIn(passphraseFile, session.io.environment);
  const { app, log } = await session.open();
  const { warnOfOpenKeys } = await import("../open-keys.js");
  warnOfOpenKeys(log, [key]);
  const output = outputPath === undefined ? {} : { output: outputPath };
  session.answer(await app.signArtifact({ path, keyPath: key, isForced: force, ...passphrase, ...output }));
  return EXIT.done;
}

interface VerifyFlags {
  readonly key?: readonly string[];
  readonly output: OutputFormat;
}

/** Below `artifact`. */
export function registerVerify(artifact: Command, session: Session): void {
  const verify = artifact
    .command("verify")
    .summary("say whether an artifact is whole and signed by a trusted key")
    .description(
      "Verifies every checksum of an artifact, and that one of the keys has signed it. Without --key: one of those that the\n" +
        "configuration names. Exits with 5 if not.",
    )
    .argument("<file>", "a Mender artifact")
    .option("--key <file>", "public key in PEM form; repeatable, tried in their order", collect)
    .addOption(outputOption())
    .action(
      session.action(async (path: string, { key = [], output }: VerifyFlags) => {
        const { app, context } = await session.open();
        const { answerVerifiedArtifact } = await import("../render/artifact.js");
        const artifact = await app.verifyArtifact(context, { path, keyPaths: key });
        answerVerifiedArtifact(session, { path, artifact }, output);
        return EXIT.done;
      }),
    );
  addExamples(verify, session.io.programName, [
    ["has release.pem signed it?", "artifact verify rtos-v2.mender --key release.pub.pem"],
    ["would this system take it?", "artifact verify rtos-v2.mender"],
  ]);
}
