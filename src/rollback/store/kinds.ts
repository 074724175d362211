// The kinds of capture that a store works with. They are handed in: the store itself knows nothing of trees, units or dumps.

import type { PostgresqlDatabase, SqliteDatabase } from "../../model/index.js";
import type { CaptureKind, OpenBackup, Restoration } from "../contract.js";

export interface Kinds {
  readonly file: CaptureKind<string>;
  readonly service: ServiceKind;
  readonly database: CaptureKind<DatabaseSource>;
  /** Brings to an end what a crash has left of restores: swaps of which one half was done. Called before anything else. */
  repair(folder: string): Promise<void>;
}

/** A literal password is of the library alone, and is never stored. */
export type DatabaseSource = (PostgresqlDatabase & { readonly password?: string }) | SqliteDatabase;

export interface ServiceKind extends CaptureKind<readonly string[]> {
  prepare(opened: OpenBackup): Promise<ServiceRestoration>;
}

/** `apply` is `stop` and then `start`. */
export interface ServiceRestoration extends Restoration {
  /** In reverse order. When it rejects, those that could be are running again. */
  stop(): Promise<void>;
  /** Brings back what is enabled and masked, starts in order what was active, and waits for it. Resolves to what stays all the same. */
  start(): Promise<readonly string[]>;
}

export type Capture =
  | { readonly backupType: "file"; readonly source: string }
  | { readonly backupType: "service"; readonly source: readonly string[] }
  | { readonly backupType: "database"; readonly source: DatabaseSource };

/** For messages, and as the index has it. */
export function sourceName(capture: Capture): string {
  switch (capture.backupType) {
    case "file":
      return capture.source;
    case "service":
      return capture.source.join(",");
    case "database":
      return capture.source.database;
  }
}
