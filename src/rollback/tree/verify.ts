// Whether a backup is as it was written: a plain one entry by entry against its listing, a sealed one as a whole. The same reading can
// make the copy for a restore, so that what is restored is what was verified.

import { createHash } from "node:crypto";
import { createReadStream, lstatSync } from "node:fs";
import { Readable } from "node:stream";
import { OrchestratorError } from "../../base/index.js";
import type { BackupInfo, OpenBackup, Seal } from "../contract.js";
import { unpackFailure } from "./complaints.js";
import { damaged, failed, fault } from "./faults.js";
import { drain, pour } from "./pour.js";
import { readPlain } from "./read-plain.js";
import { startUnpacking } from "./tar-program.js";

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

async function readSealed(opened: OpenBackup, to: string | undefined): Promise<void> {
  const { backup, seal } = opened;
  const stats = lstatSync(backup.backupPath, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) throw damaged(backup, "it is missing, or no file");
  const { sealed_bytes: noted = stats.size } = backup.metadata;
  if (stats.size !== noted) throw damaged(backup, `it has ${stats.size} bytes, and had ${noted}`);
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
