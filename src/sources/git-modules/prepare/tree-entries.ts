// What is in a module's folder, in an order that is always the same. Files, folders and links; of anything else a module cannot
// consist. A link is taken as it is, and never followed.

import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { OrchestratorError } from "../../../base/index.js";

interface Named {
  /** Relative to the folder. */
  readonly name: string;
  readonly path: string;
  readonly mode: number;
}

export type TreeEntry = Named &
  (
    | { readonly kind: "file"; readonly sizeBytes: number }
    | { readonly kind: "folder" }
    | { readonly kind: "link"; readonly target: string }
  );

const MOST_ENTRIES = 100_000;
const MOST_BYTES = 4 * 1024 ** 3;
const MOST_DEPTH = 64;

/** A folder comes before what is in it. Throws MODULES_TREE_REFUSED, and what the system says. */
export function treeOf(root: string): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  let sizeBytes = 0;
  for (const entry of walk(root, "", 0)) {
    entries.push(entry);
    if (entry.kind === "file") sizeBytes += entry.sizeBytes;
    if (entries.length > MOST_ENTRIES) throw refused(root, `it has more than ${MOST_ENTRIES} files and folders`);
    if (sizeBytes > MOST_BYTES) throw refused(root, `it has more than ${MOST_BYTES} bytes`);
  }
  return entries;
}

function* walk(root: string, inner: string, depth: number): Generator<TreeEntry, void, void> {
  if (depth > MOST_DEPTH) throw refused(root, `its folders are nested more than ${MOST_DEPTH} deep`);
  for (const name of readdirSync(join(root, inner)).sort()) {
    const entry = entryOf(root, inner === "" ? name : `${inner}/${name}`);
    yield entry;
    if (entry.kind === "folder") yield* walk(root, entry.name, depth + 1);
  }
}

function entryOf(root: string, name: string): TreeEntry {
  const path = join(root, name);
  const stats = lstatSync(path);
  const mode = (stats.mode & 0o100) === 0 && !stats.isDirectory() ? 0o644 : 0o755;
  if (stats.isFile()) return { kind: "file", name, path, mode, sizeBytes: stats.size };
  if (stats.isDirectory()) return { kind: "folder", name, path, mode };
  if (stats.isSymbolicLink()) return { kind: "link", name, path, mode: 0o777, target: readlinkSync(path) };
  throw refused(root, `${JSON.stringify(name)} is neither a file nor a folder nor a link`);
}

function refused(root: string, reason: string): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_TREE_REFUSED",
    message: `The module in ${root} cannot be installed: ${reason}`,
    hint: "Take it out of the module.",
  });
}
