// Stores a tree, or one file, as an encrypted tar: its names, owners and attributes are nobody's business either, and `age -d FILE |
// tar -x` brings all of it back without us. There is no listing: what is stored is authenticated by the seal, and its digest is
// the backup's. Of a tree in which nothing has changed, the previous file serves again.

import { createHash } from "node:crypto";
import { linkSync, lstatSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { BackupInfo, Draft, Seal } from "../contract.js";
import { complaintsOf, notPacked } from "./complaints.js";
import { createDigestedFile } from "./digested-file.js";
import { failed } from "./faults.js";
import { sealedPath } from "./place.js";
import { isTooRecent, type StoredForm, type Survey } from "./survey.js";
import { startPacking } from "./tar-program.js";

export type SealedDraft = Draft & { readonly seal: Seal };

export async function captureSealed(survey: Survey, draft: SealedDraft, stored: string): Promise<StoredForm> {
  const backupPath = sealedPath(stored, draft.seal.suffix);
  const fingerprint = fingerprintOf(survey);
  const unchanged = fingerprint === undefined ? undefined : linkPrevious(draft.previous, fingerprint, backupPath);
  const { checksum, storedBytes, warnings } = unchanged ?? (await pack(survey, draft, backupPath));
  const entries = survey.walked.entries.length;
  const metadata = { entries, sealed_bytes: storedBytes, ...(fingerprint !== undefined && { fingerprint }) };
  return { backupPath, checksum, metadata, warnings };
}

/** From here on the padding of large records does not matter. */
const LARGE_BYTES = 1024 * 1024;

interface Sealed {
  readonly checksum: string;
  readonly storedBytes: number;
  readonly warnings: readonly string[];
}

async function pack({ source, place, walked }: Survey, { seal, signal }: SealedDraft, file: string): Promise<Sealed> {
  const names = walked.entries.map(({ path }) => path);
  const isSmall = walked.entries.reduce((sum, { size }) => sum + size, 0) < LARGE_BYTES;
  const packing = startPacking({ ...place, names, signal, isSmall });
  try {
    const stored = createDigestedFile(file);
    await pipeline(seal.encrypt(packing.packed), stored.stream);
    const { failure, warnings } = complaintsOf(await packing.ended);
    if (failure !== undefined) throw notPacked(source.sourcePath, failure);
    return { ...stored.digested(), warnings };
  } catch (thrown) {
    signal.throwIfAborted();
    throw failed(`${file} cannot be written`, thrown);
  } finally {
    packing.stop();
  }
}

/** Of all that a walk sees. Undefined where something changed so shortly before that a later change might not show. */
function fingerprintOf({ walked, startedAt }: Survey): string | undefined {
  if (walked.entries.some((entry) => isTooRecent(entry, startedAt))) return undefined;
  const hash = createHash("sha256");
  for (const { path, identity } of walked.entries) hash.update(`${path}\0${identity}\0`, "latin1");
  return hash.digest("hex");
}

function linkPrevious(previous: BackupInfo | undefined, fingerprint: string, file: string): Sealed | undefined {
  if (previous?.metadata["fingerprint"] !== fingerprint) return undefined;
  try {
    const storedBytes = lstatSync(previous.backupPath).size;
    if (storedBytes !== previous.metadata["sealed_bytes"]) return undefined;
    linkSync(previous.backupPath, file);
    return { checksum: previous.checksum, storedBytes, warnings: [] };
  } catch {
    return undefined; // Gone, or of another file system: then it is packed again.
  }
}
