// The keys whose signatures count, laid out for git: those of OpenSSH in one file, those of OpenPGP in a keyring of their own, so
// that no key of the machine's users counts besides.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, OrchestratorError } from "../../../base/index.js";
import { readRegularFile } from "../../../durable/index.js";
import { runProgram } from "../../../programs/index.js";
import { programPath } from "./git.js";
import type { Signers } from "./sync-types.js";

export interface Keys {
  readonly config: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const MAX_FILE_BYTES = 1024 * 1024;
const IMPORT_SECONDS = 60;

/** `folder` is empty, and nobody else's. Throws MODULES_SIGNERS_INVALID, MODULES_GIT_MISSING. */
export async function keysIn(folder: string, { files }: Signers, signal: AbortSignal): Promise<Keys> {
  const contents = files.map((path) => ({ path, bytes: bytesOf(path) }));
  const [keyring, allowed] = [join(folder, "gnupg"), join(folder, "allowed_signers")];
  const lines = contents.filter(({ bytes }) => !isOpenPgp(bytes)).map(({ path, bytes }) => signersIn(path, bytes));
  writeFileSync(allowed, lines.join("\n"), { mode: 0o600 });
  mkdirSync(keyring, { mode: 0o700 });
  const openPgp = contents.filter(({ bytes }) => isOpenPgp(bytes)).map(({ path }) => path);
  for (const path of openPgp) await importKeys(keyring, path, signal);
  return { config: [...PROGRAMS, `gpg.ssh.allowedSignersFile=${allowed}`], env: { GNUPGHOME: keyring } };
}

/** The copy's own configuration has no say in who judges. Certificates of X.509 are for nobody. */
const PROGRAMS = [
  ...["gpg.program=gpg", "gpg.openpgp.program=gpg", "gpg.ssh.program=ssh-keygen", "gpg.x509.program=/bin/false"],
  "gpg.minTrustLevel=undefined",
];

function bytesOf(path: string): Buffer {
  try {
    return readRegularFile(path, MAX_FILE_BYTES);
  } catch (thrown) {
    throw invalid(`${path} cannot be read: ${messageOf(thrown)}`);
  }
}

/** In armour, or as it is: every OpenPGP packet begins with the highest bit. */
function isOpenPgp(bytes: Buffer): boolean {
  return bytes.includes("-----BEGIN PGP") || ((bytes[0] ?? 0) & 0x80) !== 0;
}

/** As ssh-keygen(1) has it: principals, options, kind of key, key. */
function signersIn(path: string, bytes: Buffer): string {
  const text = bytes.toString("utf8");
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  if (lines.length === 0) throw invalid(`${path} names nobody`);
  const wrong = lines.find((line) => !/^\S+\s+(.*\s)?(ssh|ecdsa|sk)-\S+\s+[A-Za-z0-9+/]+=*(\s|$)/.test(line));
  if (wrong === undefined) return text;
  const isKey = /^(ssh|ecdsa|sk)-\S+\s/.test(wrong);
  throw invalid(`${path} is no allowed_signers file${isKey ? ": a line has a key and nobody whose it is" : ""}`);
}

async function importKeys(keyring: string, path: string, signal: AbortSignal): Promise<void> {
  const program = programPath("gpg", "gnupg");
  const args = ["--homedir", keyring, "--batch", "--no-autostart", "--quiet", "--import", "--", path];
  const env = { GNUPGHOME: keyring };
  const end = await runProgram({ path: program, args, env, seconds: IMPORT_SECONDS, signal });
  signal.throwIfAborted();
  if (end.kind === "exited" && end.exitCode === 0) return;
  throw invalid(`${path} has no OpenPGP public keys that gpg takes`);
}

function invalid(message: string): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_SIGNERS_INVALID",
    message,
    hint: 'Write lines such as "you@example.org ssh-ed25519 AAAA…", or export OpenPGP keys with `gpg --export --armor`.',
  });
}
