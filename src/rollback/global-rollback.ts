// The library: backups and rollback points for programs of your own. What makes one throws a GlobalRollbackError; what brings one
// back says whether it did, and the log says why not, since it is called where something has gone wrong already.

import { type Log, OrchestratorError } from "../base/index.js";
import { DEFAULT_RETENTION, type Retention } from "../model/index.js";
import type { BackupInfo } from "./contract.js";
import { type DatabaseConfig, databaseSource } from "./database-config.js";
import { asGlobalRollbackError } from "./global-rollback-error.js";
import type { Keys } from "./keys.js";
import { capturesOf } from "./points.js";
import type { Capture } from "./store/kinds.js";
import type { BackupStore, ListFilter } from "./store/open-store.js";
import { ownerOf } from "./store/units.js";

export interface GlobalRollback {
  /** A file, or a folder with all that is in it. */
  backupFile(sourcePath: string, description: string, moduleName: string): Promise<BackupInfo>;
  /** Whether systemd units are active, enabled and masked. */
  backupServices(services: readonly string[], description: string, moduleName: string): Promise<BackupInfo>;
  backupDatabase(database: DatabaseConfig, description: string, moduleName: string): Promise<BackupInfo>;
  /** All of it, or none. Gives the id of each backup by its key: `file_NAME`, `services`, `database_0`. */
  createRollbackPoint(options: RollbackPointOptions): Promise<RollbackPoint>;
  restoreBackup(backupId: string): Promise<boolean>;
  /** True if everything is back. */
  restoreRollbackPoint(point: RollbackPoint): Promise<boolean>;
  /** Newest first. */
  listBackups(filter?: ListFilter): Promise<readonly BackupInfo[]>;
  /** How many backups were removed. Those of deployments stay; a deployment removes its own. */
  cleanupOldBackups(retention?: Partial<Retention>): Promise<number>;
}

export interface RollbackPointOptions {
  readonly moduleName: string;
  readonly description: string;
  readonly files?: readonly string[];
  /** Started in this order after a restore, stopped in the reverse one before it. */
  readonly services?: readonly string[];
  readonly databases?: readonly DatabaseConfig[];
}

export type RollbackPoint = Readonly<Record<string, string>>;

export interface LibraryParts {
  readonly store: BackupStore;
  readonly log: Log;
  readonly keys: Keys;
}

const NEVER = new AbortController().signal;

export function globalRollbackOver(parts: LibraryParts): GlobalRollback {
  const { store } = parts;
  const one = (capture: () => Capture, description: string, moduleName: string) =>
    asGlobalRollbackError(() => backUpOne(parts, capture(), { description, moduleName }));
  return {
    backupFile: (source, ...of) => one(() => ({ backupType: "file", source }), ...of),
    backupServices: (source, ...of) => one(() => ({ backupType: "service", source }), ...of),
    backupDatabase: (config, ...of) => one(() => ({ backupType: "database", source: databaseSource(config) }), ...of),
    createRollbackPoint: (options) => asGlobalRollbackError(() => createPoint(parts, options)),
    restoreBackup: (backupId) => restoreOne(parts, backupId),
    restoreRollbackPoint: (point) => restorePoint(parts, Object.values(point)),
    listBackups: (filter) => asGlobalRollbackError(async () => store.list(filter)),
    cleanupOldBackups: (retention) => asGlobalRollbackError(() => cleanUp(parts, retention ?? {})),
  };
}

interface About {
  readonly description: string;
  readonly moduleName: string;
}

const NOUNS = { file: "file", service: "service", database: "database" } as const;

async function backUpOne({ store, log, keys }: LibraryParts, capture: Capture, about: About): Promise<BackupInfo> {
  const sealing = await keys.sealing();
  const created = await store.create({
    ...{ ...about, captures: [capture], isPoint: false, signal: NEVER },
    ...(sealing && { sealing }),
  });
  const [backup] = created.backups;
  if (backup === undefined) throw new Error("one capture makes one backup");
  for (const warning of created.warnings) log.warning(warning);
  log.info(`Created ${NOUNS[backup.backupType]} backup: ${backup.sourcePath} → ${backup.backupId}`);
  return backup;
}

async function createPoint({ store, log, keys }: LibraryParts, options: RollbackPointOptions): Promise<RollbackPoint> {
  const { moduleName, description } = options;
  const sealing = await keys.sealing();
  const { backups, warnings } = await store.create({
    ...{ moduleName, description, captures: capturesIn(options), isPoint: true, signal: NEVER },
    ...(sealing && { sealing }),
  });
  for (const warning of warnings) log.warning(warning);
  log.info(`Created rollback point for ${moduleName}: ${backups.length} backups`);
  return Object.fromEntries(backups.map(({ backupId, metadata }) => [String(metadata["key"]), backupId]));
}

function capturesIn({ files = [], services = [], databases = [] }: RollbackPointOptions): readonly Capture[] {
  return capturesOf({ files, services, databases: databases.map(databaseSource) });
}

async function restoreOne(parts: LibraryParts, backupId: string): Promise<boolean> {
  const { isRestored } = await restore(parts, [backupId]);
  if (isRestored) parts.log.info(`Restored backup: ${backupId}`);
  return isRestored;
}

async function restorePoint(parts: LibraryParts, ids: readonly string[]): Promise<boolean> {
  const { isRestored, restored } = await restore(parts, ids);
  const line = `Restored rollback point: ${restored}/${ids.length} backups successful`;
  if (isRestored) parts.log.info(line);
  else parts.log.error(line);
  return isRestored;
}

async function restore({ store, log, keys }: LibraryParts, ids: readonly string[]) {
  try {
    const seal = await keys.opening();
    const { lines } = await store.restore({ ids, signal: NEVER, ...(seal && { seal }) });
    for (const each of lines.flatMap(({ remains = [] }) => remains)) log.warning(each);
    return { isRestored: true, restored: lines.length };
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError)) throw thrown;
    log.error(thrown.message, { code: thrown.code, ...(thrown.hint && { hint: thrown.hint }) });
    return { isRestored: false, restored: restoredIn(thrown) };
  }
}

function restoredIn({ facts }: OrchestratorError): number {
  const states: readonly unknown[] = Array.isArray(facts["states"]) ? facts["states"] : [];
  const isBack = (each: unknown) =>
    typeof each === "object" && each !== null && "state" in each && each.state === "restored";
  return states.filter(isBack).length;
}

async function cleanUp({ store, log }: LibraryParts, retention: Partial<Retention>): Promise<number> {
  const { units } = await store.prune({
    retention: { ...DEFAULT_RETENTION, ...retention },
    isFree: (unit) => ownerOf(unit) === undefined,
    signal: NEVER,
  });
  const removed = units.reduce((sum, { backups }) => sum + backups.length, 0);
  log.info(`Cleaned up ${removed} old backups`);
  return removed;
}
