// `keys root create|sign|show` and `keys rotate`: root metadata, which says who may sign manifests from now on.

import { type Command, Option } from "commander";
import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Session } from "../session.js";
import { collect, type Expiry, parseCount, parseExpiry } from "../trust-options.js";

/** Below `keys`. */
export function registerKeysRoot(keys: Command, session: Session): void {
  const root = keys
    .command("root")
    .summary("make, sign and show root metadata")
    .description("Root metadata says which keys may sign manifests, and which may sign the next root metadata.");
  registerCreate(root, session);
  registerSign(root, session);
  registerShow(root, session);
  addExamples(root, session.io.programName, [
    ["sign what a colleague has made", "keys root sign --key own.pem 2.root.json"],
    ["has everybody signed?", "keys root show 2.root.json"],
  ]);
  registerRotate(keys, session);
}

interface CreateFlags {
  readonly rootVersion: number;
  readonly rootKey: readonly string[];
  readonly rootThreshold: number;
  readonly manifestKey: readonly string[];
  readonly manifestThreshold: number;
  readonly expires: Expiry;
  readonly outputPath?: string;
}

function registerCreate(root: Command, session: Session): void {
  const create = root
    .command("create")
    .summary("make root metadata, to be signed")
    .description("Makes root metadata, not signed by anybody yet. It never overwrites a file.")
    .addOption(
      new Option("--root-version <number>", "1 for the first, then one more than the last")
        .argParser(parseCount)
        .makeOptionMandatory(),
    )
    .requiredOption("--root-key <file>", "public key that may sign the next root metadata; repeatable", collect)
    .requiredOption("--manifest-key <file>", "public key that may sign manifests; repeatable", collect)
    .addOption(
      new Option("--expires <time>", "a date, or days from now as in 365d")
        .argParser(parseExpiry)
        .makeOptionMandatory(),
    )
    .addOption(new Option("--root-threshold <number>", "how many root keys must sign").argParser(parseCount).default(1))
    .addOption(
      new Option("--manifest-threshold <number>", "how many manifest keys must sign").argParser(parseCount).default(1),
    )
    .option("-o, --output-path <file>", "where it goes (default: VERSION.root.json)")
    .action(session.action((flags: CreateFlags) => runCreate(session, flags)));
  addExamples(create, session.io.programName, [
    [
      "two of three people decide about keys, one signs releases",
      "keys root create --root-version 1 --expires 730d --root-key a.pub.pem --root-key b.pub.pem --root-key c.pub.pem --root-threshold 2 --manifest-key release.pub.pem",
    ],
  ]);
}

async function runCreate(session: Session, flags: CreateFlags) {
  const { app } = await session.open();
  const path = flags.outputPath ?? `${flags.rootVersion}.root.json`;
  await app.createRoot({
    ...{ path, version: flags.rootVersion, expires: timeOf(flags.expires, session.now()) },
    root: { keyPaths: flags.rootKey, threshold: flags.rootThreshold },
    manifest: { keyPaths: flags.manifestKey, threshold: flags.manifestThreshold },
  });
  session.answer(path);
  return EXIT.done;
}

/** In UTC, to the second, as root metadata has it. */
function timeOf(expires: Expiry, now: number): string {
  const time = expires.kind === "at" ? Date.parse(expires.time) : now + expires.days * 86_400_000;
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

interface SignFlags {
  readonly key: readonly string[];
  readonly passphraseFile?: string;
  readonly output: OutputFormat;
}

function registerSign(root: Command, session: Session): void {
  const sign = root
    .command("sign")
    .summary("sign root metadata")
    .description(
      "Adds signatures to root metadata: a threshold of the version before it, and a threshold of its own, must sign.",
    )
    .argument("<file>", "root metadata")
    .requiredOption("--key <file>", "private key in PEM form; repeatable", collect)
    .option("--passphrase-file <file>", "file with the passphrase of encrypted keys; - for the standard input")
    .addOption(outputOption())
    .action(
      session.action(async (path: string, { key, passphraseFile, output }: SignFlags) => {
        const { passphraseIn } = await import("../passphrase.js");
        const passphrase = passphraseIn(passphraseFile, session.io.environment);
        const { app, log } = await session.open();
        const { warnOfOpenKeys } = await import("../open-keys.js");
        warnOfOpenKeys(log, key);
        const { answerRoot } = await import("../render/trust.js");
        answerRoot(session, await app.signRoot({ path, keyPaths: key, ...passphrase }), output);
        return EXIT.done;
      }),
    );
  addExamples(sign, session.io.programName, [
    ["each signer, one after the other", "keys root sign --key a.pem 2.root.json"],
  ]);
}

function registerShow(root: Command, session: Session): void {
  const show = root
    .command("show")
    .summary("show root metadata and who has signed it")
    .description("Shows root metadata: its version, its keys and roles, and which of its keys have signed it.")
    .argument("<file>", "root metadata")
    .addOption(outputOption())
    .action(
      session.action(async (path: string, { output }: { output: OutputFormat }) => {
        const { app } = await session.open();
        const { answerRoot } = await import("../render/trust.js");
        answerRoot(session, await app.showRoot(path), output);
        return EXIT.done;
      }),
    );
  addExamples(show, session.io.programName, [["who may sign what, and who has signed?", "keys root show 2.root.json"]]);
}

function registerRotate(keys: Command, session: Session): void {
  const rotate = keys
    .command("rotate")
    .summary("make this system trust new root metadata")
    .description("Makes this system trust the keys of new root metadata, signed by a threshold of those it trusts now.")
    .argument("<files...>", "root metadata of the next versions, all of them")
    .action(
      session.action(async (files: readonly string[]) => {
        const { app, context } = await session.open();
        const version = await app.rotateKeys(context, files);
        session.answer(`This system trusts version ${version} of the root metadata.`);
        return EXIT.done;
      }),
    );
  addExamples(rotate, session.io.programName, [["by hand, where no manifest brings it", "keys rotate 2.root.json"]]);
}
