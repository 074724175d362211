// The name of a system for what data stores of one machine share, as a folder of backups is. The default system is known by the folder
// of its data store alone.

import { DEFAULT_SYSTEM } from "../../datastore/index.js";
import type { AppContext } from "../context.js";

export function systemKeyOf({ wire, directories }: Pick<AppContext, "wire"> & WithDatastore): string {
  const { system, systemFolder } = wire.datastore;
  return system === DEFAULT_SYSTEM ? directories.datastore : systemFolder;
}

interface WithDatastore {
  readonly directories: Pick<AppContext["directories"], "datastore">;
}
