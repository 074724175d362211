// The passphrase of a private key, from a file or the environment: never from the command line, which every user of the
// machine can read.

import { closeSync, openSync, readSync } from "node:fs";
import { messageOf, OrchestratorError } from "../base/index.js";

const STDIN = 0;
const MAX_BYTES = 4096;

/** Where no file is named. */
export const PASSPHRASE_VARIABLE = "ORCHESTRATOR_KEY_PASSPHRASE";

/** The first line of the file; `-` stands for the standard input. Throws KEY_LOCKED. */
export function passphraseIn(
  path: string | undefined,
  environment: NodeJS.ProcessEnv = {},
): { readonly passphrase?: string } {
  const given = environment[PASSPHRASE_VARIABLE];
  if (path === undefined) return given === undefined || given === "" ? {} : { passphrase: given };
  const passphrase = firstLine(path).toString("utf8").replace(/\r$/, "");
  if (passphrase !== "" && passphrase.length <= MAX_BYTES) return { passphrase };
  throw locked(`${path} holds no passphrase in its first line`);
}

/** What is behind the line, or behind more than a passphrase can have, is not read: a device goes on for ever. */
function firstLine(path: string): Buffer {
  const bytes = Buffer.alloc(MAX_BYTES + 2);
  let length = 0;
  try {
    const descriptor = path === "-" ? STDIN : openSync(path, "r");
    try {
      while (length < bytes.length && !bytes.subarray(0, length).includes("\n")) {
        const count = readSync(descriptor, bytes, length, bytes.length - length, null);
        if (count === 0) break;
        length += count;
      }
    } finally {
      if (descriptor !== STDIN) closeSync(descriptor);
    }
  } catch (thrown) {
    throw locked(`the passphrase cannot be read: ${messageOf(thrown)}`);
  }
  const end = bytes.subarray(0, length).indexOf("\n");
  return bytes.subarray(0, end === -1 ? length : end);
}

function locked(message: string): OrchestratorError {
  return new OrchestratorError({
    code: "KEY_LOCKED",
    message,
    hint: "Name a file whose first line is the passphrase.",
  });
}
