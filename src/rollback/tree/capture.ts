// Makes a backup of a path, plain or sealed. A failure leaves files that begin with the backup's id, which whoever asked removes.

import { resolve } from "node:path";
import type { Captured, Draft } from "../contract.js";
import { capturePlain } from "./capture-plain.js";
import { captureSealed } from "./capture-sealed.js";
import { socketLeftOut } from "./complaints.js";
import { unusable } from "./faults.js";
import { metadataOf, storedPath } from "./place.js";
import { shown } from "./raw-name.js";
import { type ResolvedSource, resolveSource } from "./source-path.js";
import { surveyOf } from "./survey.js";
import type { WalkedEntry } from "./walk.js";

export async function captureTree(path: string, draft: Draft): Promise<Captured> {
  const survey = await surveyOf(path, draft.signal);
  const { source, walked } = survey;
  refuseEachOther(source, draft.folder);
  const stored = storedPath(draft.folder, draft.backupId, source.sourcePath);
  const { seal } = draft;
  const form = await (seal === undefined
    ? capturePlain(survey, draft, stored)
    : captureSealed(survey, { ...draft, seal }, stored));
  const size = sumOf(walked.entries, ({ isFile, size: bytes }) => (isFile ? bytes : 0));
  const bytesOnDisk = sumOf(walked.entries, ({ bytesOnDisk: bytes }) => bytes);
  return {
    ...{ sourcePath: source.sourcePath, backupPath: form.backupPath, checksum: form.checksum, sizeBytes: bytesOnDisk },
    metadata: { ...metadataOf(source, size, bytesOnDisk), ...form.metadata },
    warnings: [...walked.sockets.map((socket) => socketLeftOut(shown(socket))), ...form.warnings],
  };
}

/** A restore of the one would take the other away. */
function refuseEachOther({ sourcePath, realPath }: ResolvedSource, folder: string): void {
  const backups = resolveSource(folder).realPath;
  const isInside = (inner: string, outer: string) => resolve(inner) === outer || inner.startsWith(`${outer}/`);
  if (!isInside(realPath, backups) && !isInside(backups, realPath)) return;
  throw unusable(`${sourcePath} and the folder of the backups, ${backups}, contain each other`, "Use another folder.");
}

/** Each file once, by however many names it goes. */
function sumOf(entries: readonly WalkedEntry[], bytesOf: (entry: WalkedEntry) => number): number {
  const counted = new Set<string>();
  let sum = 0;
  for (const entry of entries) {
    if (entry.hasLinks && counted.has(entry.inode)) continue;
    if (entry.hasLinks) counted.add(entry.inode);
    sum += bytesOf(entry);
  }
  return sum;
}
