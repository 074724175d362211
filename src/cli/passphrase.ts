// The passphrase of a private key, from a file: never from the command line, which every user of the machine can read.

import { readFileSync } from "node:fs";
import { messageOf, OrchestratorError } from "../base/index.js";

const STDIN = 0;
const MAX_BYTES = 4096;

/** The first line. `-` stands for the standard input. Throws KEY_LOCKED. */
export function passphraseIn(path: string | undefined): { readonly passphrase?: string } {
  if (path === undefined) return {};
  const [passphrase = ""] = read(path).split(/\r?\n/, 1);
  if (passphrase !== "" && passphrase.length <= MAX_BYTES) return { passphrase };
  throw locked(`${path} holds no passphrase in its first line`);
}

function read(path: string): string {
  try {
    return readFileSync(path === "-" ? STDIN : path, "utf8");
  } catch (thrown) {
    throw locked(`the passphrase cannot be read: ${messageOf(thrown)}`);
  }
}

function locked(message: string): OrchestratorError {
  return new OrchestratorError({
    code: "KEY_LOCKED",
    message,
    hint: "Name a file whose first line is the passphrase.",
  });
}
