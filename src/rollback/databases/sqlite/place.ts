// Where a SQLite database really lies. What SQLite keeps beside it (-wal, -shm, -journal) lies beside the real file, so links are
// resolved once, and what was resolved is what is captured and brought back.

import { lstatSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import { messageOf, systemCodeOf } from "../../../base/index.js";
import { unusable } from "../refusals.js";

export interface Place {
  readonly realPath: string;
  /** What the source itself pointed to, where it is a link. */
  readonly linkTarget?: string;
  readonly sizeBytes: number;
}

/** Throws BACKUP_SOURCE_UNUSABLE. A pipe or a device would be waited for. */
export function placeOf(path: string): Place {
  if (!isAbsolute(path)) throw unusable(`The path of a SQLite database must be absolute: ${path}`);
  try {
    const realPath = realpathSync(path);
    const found = statSync(realPath);
    if (!found.isFile()) throw unusable(`${path} is not a file, so it is no SQLite database`);
    const stranger = strangerBeside(realPath);
    if (stranger !== undefined) throw unusable(`${stranger} is not a file, so ${path} cannot be read by SQLite`);
    const linkTarget = lstatSync(path).isSymbolicLink() ? { linkTarget: readlinkSync(path) } : {};
    return { realPath, ...linkTarget, sizeBytes: found.size + sizeOf(`${realPath}-wal`) };
  } catch (thrown) {
    if (systemCodeOf(thrown) === undefined) throw thrown;
    if (systemCodeOf(thrown) === "ENOENT") throw unusable(`Source path does not exist: ${path}`);
    throw unusable(`${path} cannot be read: ${messageOf(thrown)}`);
  }
}

/** Whether the folders on the way are the real ones still: a link among them would lead a restore elsewhere. */
export function isRealPlace(realPath: string): boolean {
  try {
    return realpathSync(dirname(realPath)) === dirname(realPath);
  } catch {
    return false;
  }
}

/** What SQLite keeps beside a database. */
export const COMPANIONS = ["-wal", "-shm", "-journal"] as const;

/** SQLite opens what has such a name, and would wait at a pipe. */
export function strangerBeside(realPath: string): string | undefined {
  const paths = COMPANIONS.map((suffix) => `${realPath}${suffix}`);
  return paths.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === false);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
