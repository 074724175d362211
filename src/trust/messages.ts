// What exactly a signature is made over: a line that says what it is for, then the bytes. Without that line a signature for one
// purpose, such as the checksums of an artifact, could be shown as one for another.

import { canonicalJson, type Json } from "./canonical-json.js";

const MANIFEST = "update-orchestrator manifest v1\n";
const ROOT = "update-orchestrator root v1\n";

/** @param bytes of the file, all of them */
export function manifestMessage(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(MANIFEST), bytes]);
}

/** @param signed the part of root metadata that is signed */
export function rootMessage(signed: Json): Buffer {
  return Buffer.from(ROOT + canonicalJson(signed));
}
