// Where everything is: the protocol's directories by the program's name, each with its environment variable
// (interface-protocol, section 6). The variables hold under every name of the program.

import { basename, join, resolve } from "node:path";
import { DEFAULT_BACKUPS_FOLDER } from "../model/index.js";

/** Absolute: an interface gets its work dir as an argument and runs inside of it. */
export interface Directories {
  readonly configuration: string;
  readonly data: string;
  readonly datastore: string;
  readonly topology: string;
  /** Of rollback points, and of what `backup` makes. The same under every name of the program. */
  readonly backups: string;
}

/** In the topology's directory. */
export const TOPOLOGY_FILE = "topology.yaml";
export const CONSTRAINTS_FILE = "constraints.yaml";

export type Environment = Readonly<Record<string, string | undefined>>;

const NAME_OF_2024 = "mender-update-orchestrator";
const NAME_OF_2026 = "mender-orchestrator";

/** Under its own name, `orchestrator` uses the 2026 directories. */
export function directoryNameOf(programName: string): string {
  return basename(programName).startsWith(NAME_OF_2024) ? NAME_OF_2024 : NAME_OF_2026;
}

export function findDirectories(programName: string, environment: Environment): Directories {
  const name = directoryNameOf(programName);
  const from = (variable: string, otherwise: string): string =>
    resolve(environment[`MENDER_ORCHESTRATOR_${variable}`] || otherwise);
  const datastore = from("DATASTORE_DIR", join("/var/lib", name));
  return {
    configuration: from("CONF_DIR", join("/etc", name)),
    data: from("DATA_DIR", join("/usr/share", name)),
    datastore,
    topology: from("TOPOLOGY_DIR", datastore),
    backups: from("BACKUPS_DIR", DEFAULT_BACKUPS_FOLDER),
  };
}
