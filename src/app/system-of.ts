// Another system of the same data store: the same world, with the deployments, the topology and the rollback points of that system.
// There is still one data store and one lock.

import { join } from "node:path";
import { type Datastore, DEFAULT_SYSTEM, type Lock } from "../datastore/index.js";
import type { AppContext } from "./context.js";
import type { InterfaceChoices, Wire } from "./wire.js";

export interface SystemChoices {
  /** Where its topology.yaml is; otherwise `documents` in the folder of the system. */
  readonly topologyFolder?: string;
  /** For every call of an interface, instead of the configured limit; captures and restores keep that one. */
  readonly timeoutSeconds?: number;
  /** Whoever calls holds the lock of the data store already, and keeps it for as long as this context is in use. */
  readonly lockIsHeld?: boolean;
}

/** `context`: of no system that was named. Throws SYSTEM_NAME_INVALID. */
export function contextOfSystem(context: AppContext, name: string, choices: SystemChoices = {}): AppContext {
  const isDefault = name === DEFAULT_SYSTEM;
  const datastore = context.wire.datastore.ofSystem(name);
  const own = isDefault ? context.directories.topology : documentsFolderOf(context, name);
  return {
    ...context,
    systemName: name,
    directories: { ...context.directories, topology: choices.topologyFolder ?? own },
    wire: withLimit(
      { ...(isDefault ? context.wire : apart(context.wire, datastore)), datastore: withHeldLock(datastore, choices) },
      choices,
    ),
  };
}

/** Where the manifest, the topology and the artifacts are that were made for a system. Throws SYSTEM_NAME_INVALID. */
export function documentsFolderOf({ wire }: AppContext, name: string): string {
  return join(wire.datastore.ofSystem(name).systemFolder, "documents");
}

/** What another system still needs of a bundle or of the cache is not this one's to remove. */
function apart(wire: Wire, { systemFolder }: Datastore): Wire {
  const sources = wire.spooledIn(join(systemFolder, "stream"));
  const { artifacts } = sources;
  return withChoices({ ...wire, ...sources, keepInCache: async () => undefined }, { artifacts });
}

function withLimit(wire: Wire, { timeoutSeconds }: SystemChoices): Wire {
  return timeoutSeconds === undefined ? wire : withChoices(wire, { timeoutSeconds });
}

function withChoices(wire: Wire, chosen: InterfaceChoices): Wire {
  return {
    ...wire,
    interfaces: (executables, workRoot, choices) => wire.interfaces(executables, workRoot, { ...chosen, ...choices }),
  };
}

function withHeldLock(datastore: Datastore, { lockIsHeld = false }: SystemChoices): Datastore {
  return lockIsHeld ? { ...datastore, lock: async () => HELD } : datastore;
}

const HELD: Lock = { release: () => undefined };
