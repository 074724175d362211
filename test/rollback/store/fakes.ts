// A store over kinds that are easy to follow: a file is copied, a service is a word in a map, a database a text in a map. What they
// do to the disk and to the world is told step by step, and a step can be the last one of the process.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Clock, type Log, OrchestratorError } from "../../../src/base/index.js";
import type { BackupInfo, Captured, CaptureKind, Draft, Restoration } from "../../../src/rollback/contract.js";
import { DISK, type Disk } from "../../../src/rollback/store/disk.js";
import type { Kinds, ServiceKind } from "../../../src/rollback/store/kinds.js";
import { type BackupStore, openBackupStore, type StoreInput } from "../../../src/rollback/store/open-store.js";
import { temporaryFolder } from "../../support/index.js";

export class Killed extends Error {}

export interface World {
  readonly folder: string;
  /** Where files to capture may lie. */
  readonly home: string;
  readonly services: Map<string, string>;
  readonly databases: Map<string, string>;
  /** What was done, in order. */
  readonly steps: string[];
  /** Names of steps that fail. */
  readonly failing: Set<string>;
  /** The process is gone after so many steps. */
  dyingAfter: number;
  now: number;
  /** Of each file and database. */
  estimateBytes: number;
  readonly drafts: Draft[];
}

export function createWorld(): World {
  return {
    ...{ folder: join(temporaryFolder(), "backups"), home: temporaryFolder() },
    ...{ services: new Map(), databases: new Map(), steps: [], failing: new Set(), drafts: [] },
    ...{ dyingAfter: Number.POSITIVE_INFINITY, now: 1_800_000_000_000, estimateBytes: 1000 },
  };
}

export const SILENT: Log = {
  ...{ trace: () => undefined, debug: () => undefined, info: () => undefined },
  ...{ warning: () => undefined, error: () => undefined },
};

export function storeOf(world: World, given: Partial<StoreInput> = {}): BackupStore {
  return openBackupStore({
    ...{ folder: world.folder, kinds: kindsOf(world), disk: diskOf(world), log: SILENT, waitMilliseconds: 20 },
    clock: clockOf(world),
    ...given,
  });
}

export function clockOf(world: World): Clock {
  return {
    now: () => world.now,
    monotonic: () => performance.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}

/** A dead process takes no further step, not even to clean up. */
function step(world: World, name: string): void {
  if (world.steps.length >= world.dyingAfter) throw new Killed(name);
  world.steps.push(name);
  if (world.failing.has(name)) throw new Error(`${name} was told to fail`);
}

function diskOf(world: World): Disk {
  return {
    replace: (path, text) => {
      step(world, "index written beside");
      writeFileSync(`${path}.new`, text);
      step(world, "index renamed");
      renameSync(`${path}.new`, path);
    },
    remove: async (paths) => {
      for (const path of paths) {
        step(world, "removed");
        rmSync(path, { recursive: true, force: true });
      }
    },
    syncAll: async () => step(world, "synced"),
    log: (folder, operations) => {
      step(world, "logged");
      DISK.log(folder, operations);
    },
  };
}

function kindsOf(world: World): Kinds {
  const file = kindOf<string>(world, "file", {
    name: (source) => source,
    suffix: (source) => basename(source),
    read: (source) => readFileSync(source, "utf8"),
    write: (source, text) => writeFileSync(source, text),
  });
  const database = kindOf<{ readonly database: string }>(world, "database", {
    name: ({ database: name }) => name,
    suffix: () => "db.dump",
    read: ({ database: name }) => world.databases.get(name) ?? "",
    write: (name, text) => world.databases.set(name, text),
  });
  return { file, database, service: serviceKind(world), repair: async () => void step(world, "repaired") };
}

interface Words<Source> {
  name(source: Source): string;
  suffix(source: Source): string;
  read(source: Source): string;
  write(name: string, text: string): void;
}

function kindOf<Source>(world: World, backupType: "file" | "database", words: Words<Source>): CaptureKind<Source> {
  return {
    backupType,
    estimateBytes: async () => world.estimateBytes,
    capture: async (source, draft) => {
      world.drafts.push(draft);
      const name = words.name(source);
      const text = words.read(source);
      const backupPath = join(draft.folder, `${draft.backupId}_${words.suffix(source)}`);
      step(world, `begun ${basename(name)}`);
      writeFileSync(backupPath, text.slice(0, text.length / 2));
      step(world, `captured ${basename(name)}`);
      writeFileSync(backupPath, text);
      return captured(name, backupPath, text);
    },
    verify: async ({ backup }) => verify(backup),
    prepare: async ({ backup }) => {
      verify(backup);
      step(world, `prepared ${basename(backup.sourcePath)}`);
      return restorationOf(world, backup, () => {
        words.write(backup.sourcePath, readFileSync(backup.backupPath, "utf8"));
      });
    },
  };
}

function serviceKind(world: World): ServiceKind {
  return {
    backupType: "service",
    estimateBytes: async () => 100,
    capture: async (names, draft) => {
      const backupPath = join(draft.folder, `${draft.backupId}_services.json`);
      const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, world.services.get(name)])));
      step(world, "captured services");
      writeFileSync(backupPath, text);
      return captured(names.join(","), backupPath, text);
    },
    verify: async ({ backup }) => verify(backup),
    prepare: async ({ backup }) => {
      verify(backup);
      const states: unknown = JSON.parse(readFileSync(backup.backupPath, "utf8"));
      const start = async () => {
        step(world, "started");
        for (const [name, state] of Object.entries(states ?? {})) world.services.set(name, String(state));
        return [];
      };
      const stop = async () => {
        step(world, "stopped");
        for (const name of Object.keys(states ?? {})) world.services.set(name, "inactive");
      };
      return { ...restorationOf(world, backup, () => undefined), start, stop };
    },
  };
}

function restorationOf(world: World, { sourcePath }: BackupInfo, put: () => void): Restoration {
  const name = basename(sourcePath);
  return {
    apply: async () => {
      step(world, `applied ${name}`);
      put();
    },
    abandon: async () => step(world, `abandoned ${name}`),
  };
}

function captured(sourcePath: string, backupPath: string, text: string): Captured {
  return {
    sourcePath,
    backupPath,
    metadata: { real_path: sourcePath },
    checksum: digest(text),
    sizeBytes: text.length,
    warnings: [],
  };
}

function verify({ backupId, backupPath, checksum }: BackupInfo): void {
  const isSound = existsSync(backupPath) && statSync(backupPath).isFile();
  if (isSound && digest(readFileSync(backupPath, "utf8")) === checksum) return;
  throw new OrchestratorError({ code: "BACKUP_DAMAGED", message: `${backupId} is damaged` });
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
