// Whether a manifest is signed by those who may: TUF's check for arbitrary software (5.6.3).

import { fault } from "./fault.js";
import { manifestMessage } from "./messages.js";
import type { RootMetadata } from "./root-metadata.js";
import { keysOf } from "./rotate.js";
import { parseSignatures, type Signers, signersOf } from "./signatures.js";

export interface SignedManifest {
  readonly path: string;
  /** Of the file, all of them. */
  readonly bytes: Uint8Array;
  /** The file beside it; undefined where there is none. */
  readonly signatures: { readonly path: string; readonly text: string } | undefined;
}

/** The key ids of those who have signed. Throws TRUST_UNSIGNED, TRUST_SIGNATURE…, TRUST_KEY_UNKNOWN, TRUST_THRESHOLD. */
export function checkSignatures(signed: SignedManifest, root: RootMetadata): readonly string[] {
  const { path, bytes, signatures } = signed;
  const location = { file: path };
  if (signatures === undefined) {
    throw fault({ code: "TRUST_UNSIGNED", message: `${path} is not signed: there is no ${path}.sig`, location });
  }
  const { manifest: role } = root.roles;
  const parsed = parseSignatures(signatures.text, signatures.path);
  const signers = signersOf(manifestMessage(bytes), parsed, keysOf(role, root));
  if (signers.valid.size >= role.threshold) return [...signers.valid].sort();
  throw refusal(signers, role.threshold, path);
}

function refusal({ valid, broken, unknown }: Signers, threshold: number, path: string) {
  const location = { file: path };
  const facts = { threshold, signed: [...valid], broken: [...broken], unknown: [...unknown] };
  if (broken.size > 0) {
    const message = `the signature of ${namesOf(broken)} does not fit ${path}`;
    return fault({ code: "TRUST_SIGNATURE_INVALID", message, location, facts });
  }
  if (valid.size > 0) {
    const message = `${path} is signed by ${valid.size} of the trusted keys, and ${threshold} must have signed it`;
    return fault({ code: "TRUST_THRESHOLD", message, location, facts });
  }
  if (unknown.size > 0) {
    const message = `${path} is signed by ${namesOf(unknown)}, which this system does not trust`;
    return fault({ code: "TRUST_KEY_UNKNOWN", message, location, facts });
  }
  return fault({ code: "TRUST_UNSIGNED", message: `${path} is not signed: ${path}.sig is empty`, location, facts });
}

/** The first digits tell keys apart well enough for a person. */
export function namesOf(keyids: Iterable<string>): string {
  const names = [...keyids].map((keyid) => keyid.slice(0, 16));
  return `${names.length === 1 ? "the key" : "the keys"} ${names.join(", ")}`;
}
