// The data store: what was deployed, what is in progress, and the lock. One folder that may be moved to another disk.

import { type DatastoreWorld, type Deployments, openDeployments } from "./deployments.js";
import { type Lock, lockHolder, takeLock } from "./lock.js";
import { type StoredArtifacts, storedArtifacts } from "./stored-artifacts.js";
import { DEFAULT_SYSTEM, systemFolderIn, systemNamesIn } from "./systems.js";
import { type TrustFile, trustFile } from "./trust-file.js";

export interface Datastore {
  /** Of the whole data store, whichever system is worked on. */
  lock(): Promise<Lock>;
  /** The process that works on the data store now, if any. */
  holder(): number | undefined;
  /** Deployments of the system of that name. */
  deployments: Deployments;
  /** What is remembered of accepted manifests and keys, of the same system. */
  trust: TrustFile;
  /** What it may need for a way back. */
  artifacts: StoredArtifacts;
  /** The name of that system. */
  readonly system: string;
  /** Where everything of it is; there from its first deployment on. */
  readonly systemFolder: string;
  /** The same data store for the system of another name. Throws SYSTEM_NAME_INVALID. */
  ofSystem(name: string): Datastore;
  /** All systems that there are: the default one first, the others by name. */
  systems(): readonly string[];
}

export function openDatastore(root: string, world: DatastoreWorld, system = DEFAULT_SYSTEM): Datastore {
  const systemFolder = systemFolderIn(root, system);
  return {
    system,
    systemFolder,
    lock: () => takeLock(root),
    holder: () => lockHolder(root),
    deployments: openDeployments(systemFolder, world, system === DEFAULT_SYSTEM ? undefined : system),
    trust: trustFile(systemFolder),
    artifacts: storedArtifacts(systemFolder),
    ofSystem: (name) => openDatastore(root, world, name),
    systems: () => systemNamesIn(root),
  };
}

export type { NewDeployment, StoredDocument } from "./deployment-folder.js";
export type { DeploymentHistory, Deployments, OpenDeployment } from "./deployments.js";
export type { OpenJournal } from "./journal.js";
export type { KeptFile } from "./kept-files.js";
export { type Lock, takeLock } from "./lock.js";
export type { FileToStore, StoredArtifacts } from "./stored-artifacts.js";
export { DEFAULT_SYSTEM, systemsFolderIn } from "./systems.js";
export type { TrustFile } from "./trust-file.js";
