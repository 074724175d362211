// What a module touches, as far as its index says: two modules that touch the same are never run at once.

import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { systemCodeOf } from "../../base/index.js";

export interface Claims {
  /** Absolute. */
  readonly paths: readonly string[];
  /** Names of systemd units. */
  readonly services: readonly string[];
  /** Names of PostgreSQL databases. */
  readonly databases: readonly string[];
}

/** Whether both name the same service, database or path, or one a path inside of one of the other. Links are followed. */
export function conflicts(one: Claims, other: Claims): boolean {
  if (one.services.some((name) => other.services.includes(name))) return true;
  if (one.databases.some((name) => other.databases.includes(name))) return true;
  const others = other.paths.map(realPath);
  return one.paths.map(realPath).some((path) => others.some((against) => isNested(path, against)));
}

function isNested(one: string, other: string): boolean {
  return one === other || one.startsWith(inside(other)) || other.startsWith(inside(one));
}

function inside(folder: string): string {
  return folder.endsWith("/") ? folder : `${folder}/`;
}

/** Of what is not there yet, the place in the folder that is. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (thrown) {
    // A loop, or a folder that nobody may enter: as it is written is the best there is.
    const isMissing = ["ENOENT", "ENOTDIR"].includes(systemCodeOf(thrown) ?? "");
    return isMissing && dirname(path) !== path ? join(realPath(dirname(path)), basename(path)) : path;
  }
}
