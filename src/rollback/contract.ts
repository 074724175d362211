// What the parts of this folder agree on: a backup is one capture (a file or directory, a set of services, a database); each kind
// knows how to make one, how to tell that it is sound, and how to bring it back in two steps.

import type { Readable } from "node:stream";

export type BackupType = "file" | "service" | "database";

/** One entry of `backups_index.json`, where the keys are the seed's (`backup_id`, `source_path`, …). */
export interface BackupInfo {
  /** 16 hex digits, unique in the folder. */
  readonly backupId: string;
  /** Whole seconds since the Unix epoch. */
  readonly timestamp: number;
  readonly backupType: BackupType;
  readonly description: string;
  /** The path of a file; the names of services, joined by commas; the name or path of a database. */
  readonly sourcePath: string;
  /** Absolute; its name begins with `<backupId>_`. */
  readonly backupPath: string;
  /** Keys as in the file. `module_name` always; the others belong to the kind, or to the point (`rollback_point`, `key`). */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** sha256 in hex of what lies at `backupPath`; of a directory, as its kind defines it. */
  readonly checksum: string;
}

/** Encrypts and opens what is stored. Bytes of another key, and bytes that were changed, are a BACKUP_… error, never content. */
export interface Seal {
  /** Of the stored form, behind the plain name: ".age". */
  readonly suffix: string;
  encrypt(plain: Readable): Readable;
  decrypt(stored: Readable): Readable;
}

/** A capture in the making. Whatever a kind writes lies in `folder` and has a name that begins with `<backupId>_`. */
export interface Draft {
  readonly backupId: string;
  readonly folder: string;
  /** The newest complete backup of the same source that is stored in the same form. */
  readonly previous?: BackupInfo;
  readonly seal?: Seal;
  /** That there is nothing yet is captured as such. */
  readonly isMissingAllowed?: boolean;
  readonly signal: AbortSignal;
}

export interface Captured {
  readonly sourcePath: string;
  readonly backupPath: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly checksum: string;
  /** What it is about on disk, for views and for the journal. */
  readonly sizeBytes: number;
  /** For people: what was not captured as it was, such as a file that changed while it was read. */
  readonly warnings: readonly string[];
}

/** Everything that could be done without touching anything has been done. */
export interface Restoration {
  /** May be called again after a crash or a failure. Rejects with BACKUP_RESTORE_FAILED, which says what is in which state. */
  apply(): Promise<void>;
  /** Removes what was prepared. */
  abandon(): Promise<void>;
}

export interface OpenBackup {
  readonly backup: BackupInfo;
  readonly seal?: Seal;
  readonly signal: AbortSignal;
}

/** One kind of thing that can be captured. */
export interface CaptureKind<Source> {
  readonly backupType: BackupType;
  /** Bytes that a capture needs at most, as far as can be told beforehand. */
  estimateBytes(source: Source): Promise<number>;
  capture(source: Source, draft: Draft): Promise<Captured>;
  /** Rejects with BACKUP_DAMAGED, BACKUP_KEY_…. */
  verify(opened: OpenBackup): Promise<void>;
  /** Verifies, and prepares the restore beside its target. Nothing of the target is touched. */
  prepare(opened: OpenBackup): Promise<Restoration>;
}
