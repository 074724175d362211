// The data store: what was deployed, what is in progress, and the lock. One folder that may be moved to another disk.

import { join } from "node:path";
import { type DatastoreWorld, type Deployments, openDeployments } from "./deployments.js";
import { type Lock, lockHolder, takeLock } from "./lock.js";

export interface Datastore {
  lock(): Promise<Lock>;
  /** The process that works on the data store now, if any. */
  holder(): number | undefined;
  /** Deployments of the system of that name. */
  deployments: Deployments;
}

/** The system that is meant where none is named. */
export const DEFAULT_SYSTEM = "default";

export function openDatastore(root: string, world: DatastoreWorld): Datastore {
  return {
    lock: () => takeLock(root),
    holder: () => lockHolder(root),
    deployments: openDeployments(join(root, "systems", DEFAULT_SYSTEM), world),
  };
}

export type { NewDeployment, StoredDocument } from "./deployment-folder.js";
export type { DeploymentHistory, Deployments, OpenDeployment } from "./deployments.js";
export type { OpenJournal } from "./journal.js";
export type { KeptFile } from "./kept-files.js";
export type { Lock } from "./lock.js";
