// The passphrase of a private key, from a file or the environment: never from the command line, which every user of the
// machine can read.

import { messageOf, OrchestratorError } from "../base/index.js";
import { firstLineOf } from "./first-line.js";

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

function firstLine(path: string): Buffer {
  try {
    return firstLineOf(path, { maxBytes: MAX_BYTES });
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
