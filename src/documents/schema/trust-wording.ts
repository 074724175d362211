// The words for faults of what a signed manifest says besides its content: its serial, its time, the digests of its artifacts.

import type { Finding } from "../fault.js";
import { clip, quote } from "../wording.js";

type Words = Omit<Finding, "location">;

/** `written`: as it stands in the file; undefined where nothing does. */
export function serialWords(written: string | undefined): Words {
  return {
    code: "MANIFEST_SERIAL_INVALID",
    message: `"serial" must be a whole number of at least 1, ${instead(written)}`,
    hint: "Write it with digits alone, without quotes, such as serial: 7.",
  };
}

export function expiresWords(written: string | undefined): Words {
  return {
    code: "MANIFEST_EXPIRES_INVALID",
    message: `"expires" must be a time with its zone, ${instead(written)}`,
    hint: "Write it as in expires: 2027-06-30T00:00:00Z.",
  };
}

export function digestWords(written: string | undefined, key: string): Words {
  return {
    code: "MANIFEST_DIGEST_INVALID",
    message: `${quote(key)} must be a SHA-256 in 64 lower-case hexadecimal digits, ${instead(written)}`,
    hint: "Let `orchestrator manifest lock` write it.",
  };
}

function instead(written: string | undefined): string {
  return written === undefined || written === "" ? "but it is empty" : `not ${clip(written)}`;
}
