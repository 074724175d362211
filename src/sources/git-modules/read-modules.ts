// The modules in a folder: every folder with a name that may be one. What cannot be used is said, never left out; what begins with
// a dot is nobody's module.

import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";
import type { ModuleReading } from "./module.js";
import { readModuleIndex } from "./module-index.js";

export const INDEX_FILE = "index.json";
export const MOST_MODULES = 10_000;
const MODULE_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;

/** What lies beside modules and is none: what Python leaves, and what the modules' first program left of an update. */
const NO_MODULE = /^__pycache__$|\.backup$/;

/** In a document the name becomes a key: what begins with `x-` is a remark there, and some names none may have. */
const NO_KEY = /^x-|^(__proto__|constructor|prototype)$/;

export function isModuleName(name: string): boolean {
  return MODULE_NAME.test(name) && !NO_MODULE.test(name) && !NO_KEY.test(name);
}

/** In the order of their names; none where the folder is not there. Throws MODULES_FOLDER_UNREADABLE. */
export function readModules(folder: string): readonly ModuleReading[] {
  const found = entriesOf(folder).filter(({ name }) => !name.startsWith(".") && !NO_MODULE.test(name));
  const folders = found.filter((entry) => isFolder(folder, entry));
  if (folders.length > MOST_MODULES) throw unreadable(folder, `it has more than ${MOST_MODULES} folders`);
  // In the root of a repository there are other folders, too.
  const isRoot = existsSync(join(folder, ".git"));
  const modules = isRoot ? folders.filter(({ name }) => existsSync(join(folder, name, INDEX_FILE))) : folders;
  return modules.map((entry) => readModule(folder, entry));
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return [];
    throw unreadable(folder, messageOf(thrown));
  }
}

/** A link to one counts, so that it is said. */
function isFolder(folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() === true;
}

function readModule(parent: string, entry: Dirent): ModuleReading {
  const { name } = entry;
  const folder = join(parent, name);
  const why = wrongFolder(folder, entry);
  if (why !== undefined) return { name, folder, ok: false, why };
  return { name, folder, ...readModuleIndex(join(folder, INDEX_FILE)) };
}

function wrongFolder(file: string, entry: Dirent): Diagnostic | undefined {
  if (!isModuleName(entry.name)) {
    const hint =
      'Up to 64 letters, digits, dots, hyphens and underscores make a name; it begins with a letter, digit or "_", not with "x-".';
    return finding(`${JSON.stringify(entry.name)} is not a name for a module`, { file, hint });
  }
  if (!entry.isSymbolicLink()) return undefined;
  return finding("a module is a folder, not a link to one", { file, hint: "Put the folder itself there." });
}

function finding(message: string, { file, hint }: { readonly file: string; readonly hint: string }): Diagnostic {
  return { code: "MODULES_INDEX_UNREADABLE", severity: "error", message, hint, location: { file } };
}

function unreadable(folder: string, why: string): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_FOLDER_UNREADABLE",
    message: `The modules in ${folder} cannot be read: ${why}`,
    hint: "Name the right folder with --modules-path, or check its permissions.",
  });
}
