// Names of payload files and scripts end up in folders and in lines of text, so only a plain file name passes.

import { fault } from "./fault.js";
import { MAX_NAME_BYTES } from "./limits.js";

/** @param shown the whole path, for the message */
export function checkFileName(name: string, shown: string): void {
  const reason = reasonAgainst(name);
  if (reason !== undefined) throw fault("ARTIFACT_MEMBER_NAME", `${JSON.stringify(shown)}: ${reason}`);
}

/** Why a name cannot be the plain name of a file, or undefined. */
export function reasonAgainst(name: string): string | undefined {
  if (name === "" || name === "." || name === "..") return "not a file name";
  if (name.includes("/")) return "a file name with a slash";
  if (/\p{Cc}/u.test(name)) return "a file name with a control character";
  if (name.includes("\uFFFD")) return "a file name that is not UTF-8";
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `a file name of more than ${MAX_NAME_BYTES} bytes`;
  return undefined;
}

/** The same for names that are one file to file systems which do not tell cases apart, or ways to write an accent. */
export function foldedName(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
