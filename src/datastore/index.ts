// The data store: what was deployed, what is in progress, and the lock. One folder that may be moved to another disk.

import { join } from "node:path";
import { type DatastoreWorld, type Deployments, openDeployments } from "./deployments.js";
import { type Lock, lockHolder, takeLock } from "./lock.js";
import { type TrustFile, trustFile } from "./trust-file.js";

export interface Datastore {
  lock(): Promise<Lock>;
  /** The process that works on the data store now, if any. */
  holder(): number | undefined;
  /** Deployments of the system of that name. */
  deployments: Deployments;
  /** What is remembered of accepted manifests and keys, of the same system. */
  trust: TrustFile;
}

/** The system that is meant where none is named. */
export const DEFAULT_SYSTEM = "default";

export function openDatastore(root: string, world: DatastoreWorld): Datastore {
  const systemFolder = join(root, "systems", DEFAULT_SYSTEM);
  return {
    lock: () => takeLock(root),
    holder: () => lockHolder(root),
    deployments: openDeployments(systemFolder, world),
    trust: trustFile(systemFolder),
  };
}

export type { NewDeployment, StoredDocument } from "./deployment-folder.js";
export type { DeploymentHistory, Deployments, OpenDeployment } from "./deployments.js";
export type { OpenJournal } from "./journal.js";
export type { KeptFile } from "./kept-files.js";
export { type Lock, takeLock } from "./lock.js";
export type { TrustFile } from "./trust-file.js";
