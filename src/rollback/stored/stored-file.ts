// A backup that is one file, plain or sealed: written with its digest taken on the way, read back only after the
// digest of the whole was compared.

import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { lstat } from "node:fs/promises";
import { PassThrough, type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf, OrchestratorError } from "../../base/index.js";
import type { Draft, OpenBackup } from "../contract.js";
import { unwritable } from "../store/refusals.js";
import { damaged } from "./refusals.js";

const READ_BYTES = 256 * 1024;

export interface Stored {
  readonly path: string;
  readonly checksum: string;
  readonly sizeBytes: number;
}

/** `name` is what follows the id. What is there already is never written over. */
export async function store(plain: Readable, name: string, { backupId, folder, seal, signal }: Draft): Promise<Stored> {
  const path = `${folder}/${backupId}_${name}${seal?.suffix ?? ""}`;
  const [hash, bytes] = [createHash("sha256"), { count: 0 }];
  const digesting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes.count += chunk.length;
      done(null, chunk);
    },
  });
  const stored = seal === undefined ? plain : seal.encrypt(plain);
  try {
    await pipeline(stored, digesting, createWriteStream(path, { flags: "wx", mode: 0o600 }), { signal });
  } catch (thrown) {
    throw signal.aborted ? thrown : unwritable(path, thrown);
  }
  return { path, checksum: hash.digest("hex"), sizeBytes: bytes.count };
}

/** Its plain bytes. Throws BACKUP_KEY_WRONG where it is sealed and nothing opens it. */
export function openPlain({ backup, seal }: OpenBackup): Readable {
  const file = createReadStream(backup.backupPath, { highWaterMark: READ_BYTES });
  const sealed = isSealed(backup.backupPath);
  if (!sealed) return file;
  if (seal === undefined) throw noKey(backup.backupId);
  return seal.decrypt(file);
}

export function isSealed(path: string): boolean {
  return path.endsWith(".age");
}

export function canRead({ backup, seal }: OpenBackup): boolean {
  return !isSealed(backup.backupPath) || seal !== undefined;
}

/** Throws BACKUP_DAMAGED. */
export async function checkDigest({ backup, signal }: OpenBackup): Promise<void> {
  const { backupId, backupPath, checksum } = backup;
  let found: string;
  try {
    if (!(await lstat(backupPath)).isFile()) throw damaged(backupId, `${backupPath} is not a file`);
    found = await digestOf(backupPath, signal);
  } catch (thrown) {
    if (thrown instanceof OrchestratorError || signal.aborted) throw thrown;
    throw damaged(backupId, `${backupPath} cannot be read: ${messageOf(thrown)}`);
  }
  if (found !== checksum) throw damaged(backupId, `${backupPath} is not as it was written`);
}

/** sha256 in hex. */
export async function digestOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: READ_BYTES }), hash, { signal });
  return hash.digest("hex");
}

/** Reads plain bytes to their end, for what only shows there. */
export async function readThrough(plain: Readable, signal: AbortSignal): Promise<void> {
  const nowhere = new PassThrough();
  nowhere.resume();
  await pipeline(plain, nowhere, { signal });
}

function noKey(backupId: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_KEY_WRONG",
    message: `Backup ${backupId} is encrypted, and no identity or passphrase was given`,
    facts: { backupId },
  });
}
