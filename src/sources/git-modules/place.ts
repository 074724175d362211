// Where a machine's modules are: a root with its folder of modules, its global index and, from older days, a manifest. Nothing
// is read or made here besides looking whether a folder is there.

import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

export const DEFAULT_MODULES_ROOT = "/var/local/lib/updates";

/** In the working copy, the first of them that is there; else the repository's own root. */
const FOLDERS_OF_REPOSITORY = ["modules", "updates/modules"];

export interface ModulesPlace {
  readonly root: string;
  /** Each module is a folder in it. */
  readonly modules: string;
  readonly indexFile: string;
  /** The manifest of the time before the global index. */
  readonly legacyFile: string;
}

/** `path` is the root, or its folder `modules`, as people have given both. */
export function modulesPlace(path: string): ModulesPlace {
  const given = resolve(path);
  const root = basename(given) === "modules" && !isFolder(join(given, "modules")) ? dirname(given) : given;
  const [modules, indexFile] = [join(root, "modules"), join(root, "index.json")];
  return { root, modules, indexFile, legacyFile: join(root, "manifest.json") };
}

/** Where the modules are in a working copy. */
export function modulesFolderOf(repository: string): string {
  const folders = FOLDERS_OF_REPOSITORY.map((folder) => join(repository, folder));
  return folders.find(isFolder) ?? repository;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
