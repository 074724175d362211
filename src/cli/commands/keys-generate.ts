// `keys generate`: keys without another tool.

import { type Command, Option } from "commander";
import { EXIT } from "../../base/index.js";
import type { GenerateKeysOptions } from "../app-types.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Session } from "../session.js";

interface GenerateFlags {
  readonly type: GenerateKeysOptions["type"];
  readonly passphraseFile?: string;
  readonly outputPath: string;
  readonly output: OutputFormat;
}

const TYPES: readonly GenerateKeysOptions["type"][] = ["ed25519", "ecdsa-p256", "rsa-3072"];

/** Below `keys`. */
export function registerKeysGenerate(keys: Command, session: Session): void {
  const generate = keys
    .command("generate")
    .summary("make a pair of keys")
    .description(
      "Makes a private key, NAME.pem, which only you may read, and its public half, NAME.pub.pem, which goes to the devices.\n" +
        "It never overwrites a file.",
    )
    .addOption(new Option("--type <type>", "kind of key").choices([...TYPES]).default("ed25519"))
    .option("--passphrase-file <file>", "encrypt the private key with the passphrase in it; - for the standard input")
    .requiredOption("-o, --output-path <name>", "the files' name, without its end")
    .addOption(outputOption())
    .action(session.action((flags: GenerateFlags) => runGenerate(session, flags)));
  addExamples(generate, session.io.programName, [
    ["for artifacts and manifests that only this program verifies", "keys generate -o release"],
    ["for artifacts that a Mender client verifies as well", "keys generate --type ecdsa-p256 -o release"],
  ]);
}

async function runGenerate(session: Session, { type, passphraseFile, outputPath, output }: GenerateFlags) {
  const { passphraseIn } = await import("../passphrase.js");
  const passphrase = passphraseIn(passphraseFile, session.io.environment);
  const { app } = await session.open();
  const made = await app.generateKeys({ name: outputPath, type, ...passphrase });
  session.present(output, { json: () => made, human: () => [made.privatePath, made.publicPath] });
  return EXIT.done;
}
