// Databases as a kind of capture: which of the two it is, is said by what is declared, and later by the index.

import { unreachable } from "../../base/index.js";
import type { CaptureKind } from "../contract.js";
import { capturePostgresql, estimatePostgresql } from "./postgresql/capture.js";
import { preparePostgresql, verifyPostgresql } from "./postgresql/restore.js";
import { type DatabaseSource, sourceOf } from "./sources.js";
import { captureSqlite, estimateSqlite } from "./sqlite/capture.js";
import { prepareSqlite, verifySqlite } from "./sqlite/restore.js";

export interface DatabaseOptions {
  /** How long other processes' locks on a SQLite database are waited for. */
  readonly busySeconds?: number;
  /** That a literal one was given with at its capture; it is in no index. */
  passwordOf?(backupId: string): string | undefined;
}

const BUSY_SECONDS = 30;

export function createDatabaseKind(options: DatabaseOptions = {}): CaptureKind<DatabaseSource> {
  const { busySeconds = BUSY_SECONDS, passwordOf } = options;
  return {
    backupType: "database",
    estimateBytes: async (source) => (source.type === "sqlite" ? estimateSqlite(source) : estimatePostgresql(source)),
    capture: (source, draft) => {
      switch (source.type) {
        case "postgresql":
          return capturePostgresql(source, draft);
        case "sqlite":
          return captureSqlite(source, draft, busySeconds);
        default:
          return unreachable(source);
      }
    },
    verify: async (opened) =>
      sourceOf(opened.backup).type === "sqlite" ? verifySqlite(opened) : verifyPostgresql(opened),
    prepare: async (opened) => {
      const source = sourceOf(opened.backup);
      if (source.type === "sqlite") return prepareSqlite(opened, busySeconds);
      const password = passwordOf?.(opened.backup.backupId);
      return preparePostgresql({ ...source, ...(password !== undefined && { password }) }, opened);
    },
  };
}
