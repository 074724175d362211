// The only place that constructs adapters. Use cases get them from here through the context, and a test may hand in a
// wire of its own.

import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { createArtifacts } from "../artifacts/index.js";
import type { Clock, Log } from "../base/index.js";
import { type Datastore, openDatastore, systemsFolderIn } from "../datastore/index.js";
import type { Artifacts, Host, Interfaces, RollbackPoints } from "../engine/ports.js";
import { createInterfaces, createQuestions, findInterface, type Questions, removeTree } from "../interfaces/index.js";
import { type Component, DEFAULT_RETENTION, type Dialect } from "../model/index.js";
import type { BackupFolder, KeyChoice } from "../rollback/index.js";
import { loadVerifyKeys, type VerifyKey } from "../signing/index.js";
import { type ArtifactSources, createArtifactSources } from "./artifact-sources.js";
import type { Config } from "./config.js";
import type { Directories, Environment } from "./directories.js";
import { createHost } from "./host.js";
import { INTERFACES_FOLDER, packageRoot } from "./installation.js";

export interface Wire extends ArtifactSources {
  readonly clock: Clock;
  readonly host: Host;
  /** Whoever has signed them, or nobody: of those that this program has just made itself, and to look at others. */
  readonly ownArtifacts: Artifacts;
  /** Read once, when first needed. Rejects with KEY_…. */
  verifyKeys(): Promise<readonly VerifyKey[]>;
  readonly datastore: Datastore;
  /** A folder of backups; nothing in it is read yet. */
  backups(folder: string, keys: KeyChoice): Promise<BackupFolder>;
  readonly rollbackPoints: RollbackPoints;
  /** Where an update interface of that name is looked up, first match wins. */
  interfaceFolders(name: string): readonly string[];
  /** For questions asked outside of a deployment. */
  questions(executables: ReadonlyMap<string, string>, dialect: Dialect): Questions;
  /** The interfaces of one deployment, whose work dirs are below `workRoot`. */
  interfaces(executables: ReadonlyMap<string, string>, workRoot: string, choices?: InterfaceChoices): Interfaces;
}

/** What is otherwise as configured. */
export interface InterfaceChoices {
  readonly timeoutSeconds?: number;
  readonly artifacts?: Artifacts;
  /** Where the lines go that interfaces print. */
  readonly log?: Log;
}

export interface WireInput {
  readonly directories: Directories;
  readonly config: Config;
  readonly log: Log;
  readonly environment: Environment;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds) => sleep(milliseconds),
};

export function createWire({ directories, config, log, environment }: WireInput): Wire {
  const verifyKeys = onceNeeded(() => loadVerifyKeys(config.artifactVerifyKeys ?? []));
  const sources = createArtifactSources({ config, directories, environment, clock: SYSTEM_CLOCK, log, verifyKeys });
  const { artifacts } = sources;
  const settings = { timeoutSeconds: config.interfaceTimeoutSeconds, environment, log };
  return {
    clock: SYSTEM_CLOCK,
    host: createHost(environment),
    ...sources,
    ownArtifacts: createArtifacts(undefined, sources.openBytes),
    verifyKeys,
    datastore: openDatastore(directories.datastore, { now: SYSTEM_CLOCK.now, removeTree, log }),
    backups: (folder, keys) => openBackups({ folder, keys, log }),
    rollbackPoints: rollbackPointsIn({ directories, config, log }),
    interfaceFolders: (name) => interfaceFolders(name, directories),
    questions: (executables, dialect) => createQuestions({ ...settings, executables, dialect }),
    interfaces: (executables, workRoot, choices) =>
      createInterfaces({ ...settings, artifacts, ...choices, executables, workRoot, marker: workRoot }),
  };
}

/** What makes and reads backups is loaded when one is made or read. */
async function openBackups(input: { folder: string; keys: KeyChoice; log: Log }): Promise<BackupFolder> {
  const { openBackupFolder } = await import("../rollback/index.js");
  return openBackupFolder({ ...input, clock: SYSTEM_CLOCK });
}

function rollbackPointsIn({ directories, config, log }: Omit<WireInput, "environment">): RollbackPoints {
  const { recipients = [], identityPath, retention } = config.rollbackPoints ?? {};
  const points = onceNeeded(async () => {
    const keys = { recipients, ...(identityPath && { identityPath }) };
    const opened = await openBackups({ folder: directories.backups, keys, log });
    const { createRollbackPoints } = await import("../rollback/index.js");
    const ownFolders = [systemsFolderIn(directories.datastore)];
    return createRollbackPoints({ ...opened, ownFolders, retention: retention ?? DEFAULT_RETENTION });
  });
  return {
    capture: async (owner, declared, signal) => (await points()).capture(owner, declared, signal),
    find: async (owner) => (await points()).find(owner),
    restore: async (pointId, signal) => (await points()).restore(pointId, signal),
    prune: async (keep) => (await points()).prune(keep),
  };
}

function onceNeeded<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Shipped, but never found by its name: where a real `rtos` was forgotten, a mock must not play it. */
const MOCK_INTERFACE = "rtos";

/** The 2026 place, the 2024 place, then what comes with the program, except for the mock. */
function interfaceFolders(name: string, { data }: Directories): readonly string[] {
  const root = name === MOCK_INTERFACE ? undefined : packageRoot();
  const shipped = root === undefined ? [] : [join(root, INTERFACES_FOLDER)];
  return [join(data, "interfaces", "v1"), join(data, INTERFACES_FOLDER), ...shipped];
}

/** Interface name → executable, for everything these components need. Throws INTERFACE_… for the first that is missing. */
export async function findExecutables(
  wire: Wire,
  components: readonly Pick<Component, "interfaceName">[],
): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(components.map(({ interfaceName }) => interfaceName))];
  const found = names.map(
    async (name): Promise<[string, string]> => [name, await findInterface(name, wire.interfaceFolders(name))],
  );
  return new Map(await Promise.all(found));
}
