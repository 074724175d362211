// The systems of a data store: each is known by its name and has a folder of that name. What is in it, others know.

import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { OrchestratorError, systemCodeOf } from "../base/index.js";
import { unreadable } from "./refusals.js";

/** The system that is meant where none is named. */
export const DEFAULT_SYSTEM = "default";

/** A folder's name that needs no quoting anywhere, and is no option of a command. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;

export function systemsFolderIn(root: string): string {
  return join(root, "systems");
}

/** Throws SYSTEM_NAME_INVALID. */
export function systemFolderIn(root: string, name: string): string {
  if (NAME.test(name)) return join(systemsFolderIn(root), name);
  throw new OrchestratorError({
    code: "SYSTEM_NAME_INVALID",
    message: `${JSON.stringify(name.slice(0, 120))} is not the name of a system`,
    hint: "It has at most 100 letters, digits, dots, dashes and underscores, and begins with a letter, a digit or an underscore.",
  });
}

/** Those that have a folder: the default one first, the others by name. Nothing in them is read. */
export function systemNamesIn(root: string): readonly string[] {
  const names = entriesOf(systemsFolderIn(root))
    .filter((entry) => entry.isDirectory() && NAME.test(entry.name))
    .map(({ name }) => name);
  const named = names.filter((name) => name !== DEFAULT_SYSTEM).sort();
  return names.length > named.length ? [DEFAULT_SYSTEM, ...named] : named;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return [];
    throw unreadable(folder, thrown);
  }
}
