// What a sync is asked for, and what it gives back.

import type { Log } from "../../../base/index.js";

/** Whose signatures count. At least one file. */
export interface Signers {
  /** Each an `allowed_signers` file of OpenSSH, or OpenPGP public keys; absolute. */
  readonly files: readonly string[];
}

export interface SyncRequest {
  /** https://, ssh://, user@host:path, file://, or an absolute path. */
  readonly url: string;
  /** A branch, a tag, or a commit. */
  readonly ref: string;
  /** The working copy; absolute. It is made where it is not there. */
  readonly folder: string;
  /** Of the whole sync, waiting for another one included. */
  readonly timeoutSeconds: number;
  /** Of what is fetched at once, and of the files of the commit. */
  readonly maxBytes: number;
  /** Undefined takes what is not signed, too. */
  readonly signers?: Signers;
  readonly signal: AbortSignal;
  readonly log: Pick<Log, "debug" | "info" | "warning">;
}

export interface Synced {
  /** Its full name, in hexadecimal digits. */
  readonly commit: string;
  readonly folder: string;
  /** Where in it the modules are. */
  readonly modulesFolder: string;
  /** Whether the copy had another commit before, or none. */
  readonly isChanged: boolean;
  /** Whether the copy was made just now. */
  readonly isNew: boolean;
  /** Nobody else syncs the copy until then: for who has read what they need. May be called twice. */
  release(): void;
}
