// The tree of a module as a tar that depends on nothing but its contents: no times, no owners, and of the modes only whether a
// file may be executed. It lies in a file for as long as the artifact is written.

import { createReadStream, createWriteStream, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { pack as createPack, type Header, type Pack } from "tar-stream";
import { messageOf, OrchestratorError, systemCodeOf } from "../../../base/index.js";
import type { PreparePlaces } from "./prepared.js";
import { type TreeEntry, treeOf } from "./tree-entries.js";

const PAYLOAD = "module.tar";

type Use<Result> = (payloadFile: string) => Promise<Result>;

export async function withTree<Result>(tree: string, places: PreparePlaces, use: Use<Result>): Promise<Result> {
  return await withPayload(treeOf(tree), places, use);
}

export async function withEmptyTree<Result>(places: PreparePlaces, use: Use<Result>): Promise<Result> {
  return await withPayload([], places, use);
}

/** What a crash or a failure leaves of it, the next time writes anew. */
async function withPayload<Result>(
  entries: readonly TreeEntry[],
  { folder, signal }: PreparePlaces,
  use: Use<Result>,
): Promise<Result> {
  const path = join(folder, PAYLOAD);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await writeTar(path, entries, signal);
    const result = await use(path);
    rmSync(path, { force: true });
    return result;
  } catch (thrown) {
    const isKnown = signal.aborted || thrown instanceof OrchestratorError || systemCodeOf(thrown) === undefined;
    throw isKnown ? thrown : unwritable(folder, thrown);
  }
}

async function writeTar(path: string, entries: readonly TreeEntry[], signal: AbortSignal): Promise<void> {
  const pack = createPack();
  const filling = fill(pack, entries).catch((thrown: unknown) => {
    pack.destroy(thrown instanceof Error ? thrown : new Error(messageOf(thrown)));
  });
  await pipeline(pack, createWriteStream(path, { mode: 0o600 }), { signal });
  await filling;
}

async function fill(pack: Pack, entries: readonly TreeEntry[]): Promise<void> {
  for (const entry of entries) {
    if (entry.kind === "file") await addFile(pack, entry);
    else pack.entry(headersOf(entry));
  }
  pack.finalize();
}

async function addFile(pack: Pack, entry: TreeEntry): Promise<void> {
  const sink = pack.entry(headersOf(entry));
  await pipeline(createReadStream(entry.path), sink);
}

function headersOf(entry: TreeEntry): Partial<Header> & Pick<Header, "name"> {
  const { name, mode } = entry;
  const common = { name, mode, mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "" };
  switch (entry.kind) {
    case "file":
      return { ...common, type: "file", size: entry.sizeBytes };
    case "folder":
      return { ...common, type: "directory" };
    case "link":
      return { ...common, type: "symlink", linkname: entry.target };
  }
}

function unwritable(folder: string, thrown: unknown): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_UNWRITABLE",
    message: `What is to be installed cannot be written to ${folder}: ${messageOf(thrown)}`,
    hint: "Check its permissions and its free space.",
    cause: thrown,
  });
}
