// Whether a backup is as it was written: a plain one entry by entry against its listing, a sealed one as a whole. The same reading can
// make the copy for a restore, so that what is restored is what was verified.

import { createHash } from "node:crypto";
import { createReadStream, lstatSync } from "node:fs";
import { Readable } from "node:stream";
import { OrchestratorError } from "../../base/index.js";
import type { BackupInfo, OpenBackup, Seal } from "../contract.js";
import { unpackFailure } from "./complaints.js";
import { damaged, failed, fault } from "./faults.js";
import { digestOf, type ListedEntry, lineOf, pathIn, readListing, sha256In } from "./listing.js";
import { listingPath, packPlace } from "./place.js";
import { drain, pour } from "./pour.js";
import { shown } from "./raw-name.js";
import { startUnpacking } from "./tar-program.js";
import { type Transferred, transfer } from "./transfer.js";
import { walkTree } from "./walk.js";

/**
 * Unpacks into the folder `to`, where one is given. Rejects with BACKUP_DAMAGED, BACKUP_KEY_WRONG. What is sealed can be read without
 * its key, but not unpacked: then its digest alone is compared.
 */
export function readBackup(opened: OpenBackup, to?: string): Promise<void> {
  return isSealed(opened.backup) ? readSealed(opened, to) : readPlain(opened, to);
}

/** Plain ones have a listing. */
export function isSealed({ metadata }: BackupInfo): boolean {
  return metadata["entries_sha256"] === undefined;
}

async function readPlain({ backup, signal }: OpenBackup, to: string | undefined): Promise<void> {
  const expected = linesOf(backup);
  const place = packPlace(backup.backupPath, expected[0]?.startsWith(FOLDER) === true);
  const names = expected.map((line, i) => (i === 0 ? place.top : pathIn(line)));
  const { entries, sockets } = await walkTree({ ...place, signal });
  const known = new Set(names);
  const extra = [...entries.map(({ path }) => path), ...sockets].find((path) => !known.has(path));
  if (extra !== undefined) throw damaged(backup, `${shown(extra)} does not belong to it`);
  compare(backup, expected, await transfer({ ...place, names, signal, ...(to !== undefined && { to }) }));
}

/** Throws BACKUP_DAMAGED. What belongs to a folder is bound by the backup's checksum, a file's content by it, and the rest beside. */
function linesOf(backup: BackupInfo): readonly string[] {
  const lines = isThere(backup.backupPath) ? attemptLines(backup) : undefined;
  const [top] = lines ?? [];
  if (lines === undefined || top === undefined) throw damaged(backup, "it, or its listing, is missing");
  const digest = digestOf(lines);
  const bound = top.startsWith(FOLDER) ? digest : (sha256In(top) ?? digest);
  if (digest === backup.metadata["entries_sha256"] && bound === backup.checksum && pathIn(top) === ".") return lines;
  throw damaged(backup, "its listing is not the one that was written");
}

const FOLDER = "d\t";

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function attemptLines(backup: BackupInfo): readonly string[] | undefined {
  try {
    return readListing(listingPath(backup.backupPath))?.lines;
  } catch {
    return undefined;
  }
}

function compare(backup: BackupInfo, expected: readonly string[], { entries, warnings, failure }: Transferred): void {
  if (failure !== undefined) throw damaged(backup, failure);
  const read = new Map(entries.map((entry) => [entry.path, entry]));
  const wrong = expected.filter((line, i) => entries[i] === undefined || line !== lineOf(entries[i]));
  const known = wrong.filter((line) => isOther(line, read.get(pathIn(line))));
  // What is missing, or another, changes the times of the folder that it is in, too.
  const missing = known.find((line) => !read.has(pathIn(line)));
  const worst = missing ?? known.find((line) => !line.startsWith(FOLDER)) ?? known[0];
  if (worst !== undefined)
    throw damaged(backup, `${shown(pathIn(worst))} ${differenceOf(worst, read.get(pathIn(worst)))}`);
  if (warnings[0] !== undefined) throw damaged(backup, warnings[0]);
}

function isOther(line: string, read: ListedEntry | undefined): boolean {
  return read === undefined || line !== lineOf(read);
}

function differenceOf(was: string, is: ListedEntry | undefined): string {
  if (is === undefined) return "is missing";
  if (!was.startsWith(`${is.type}\t`)) return "is of another type";
  return is.sha256 === sha256In(was) ? "has other attributes" : "has other content";
}

async function readSealed(opened: OpenBackup, to: string | undefined): Promise<void> {
  const { backup, seal } = opened;
  if (lstatSync(backup.backupPath, { throwIfNoEntry: false })?.isFile() !== true)
    throw damaged(backup, "it is missing, or no file");
  const hash = createHash("sha256");
  const stored = Readable.from(digested(backup.backupPath, hash), { objectMode: false });
  if (seal !== undefined) await unseal({ ...opened, seal }, stored, to);
  else if (to !== undefined) throw withoutKey(backup);
  await drain(stored); // Without a key all of it; else bytes behind the end, which belong to the digest, too.
  if (hash.digest("hex") !== backup.checksum) throw damaged(backup, "its digest is not the one that was noted");
}

async function unseal(opened: OpenBackup & { seal: Seal }, stored: Readable, to: string | undefined): Promise<void> {
  const { backup, seal, signal } = opened;
  const unpacking = to === undefined ? undefined : startUnpacking(to, signal);
  const plain = seal.decrypt(stored);
  const moved = unpacking === undefined ? drain(plain) : pour(plain, unpacking);
  const [opening, unpacked] = await Promise.allSettled([moved, unpacking?.ended]);
  signal.throwIfAborted();
  if (opening.status === "rejected" && opening.reason instanceof OrchestratorError)
    throw ofBackup(backup, opening.reason);
  if (unpacked.status === "rejected") throw unpacked.reason;
  const failure = unpacked.value && unpackFailure(unpacked.value);
  if (failure !== undefined) throw failure;
  if (opening.status === "rejected") throw failed(`${backup.backupPath} cannot be read`, opening.reason);
}

/** A seal does not know whose bytes it opens. */
function ofBackup(backup: BackupInfo, thrown: OrchestratorError): OrchestratorError {
  return thrown.code === "BACKUP_DAMAGED" ? damaged(backup, thrown.message) : thrown;
}

async function* digested(file: string, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    yield chunk;
  }
}

function withoutKey({ backupId, sourcePath }: BackupInfo): OrchestratorError {
  return fault("BACKUP_KEY_WRONG", `Backup ${backupId} of ${sourcePath} is encrypted, and no key was given`, {
    hint: "Give the identity or passphrase that it was made for.",
  });
}
