// What a folder holds, to see whether somebody wrote to it. Named pipes are not opened: that would wait for a writer.

import { createHash } from "node:crypto";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { systemCodeOf } from "../../base/index.js";

/** Path inside the folder → what is there. */
export type Snapshot = ReadonlyMap<string, string>;

/** `ignored` are top-level names that are left out. */
export async function takeSnapshot(folder: string, ignored: readonly string[]): Promise<Snapshot> {
  const snapshot = new Map<string, string>();
  for (const name of await namesIn(folder)) {
    if (!ignored.includes(name)) await addEntry(snapshot, folder, name);
  }
  return snapshot;
}

/** A folder that is gone is empty: the difference tells. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return [];
    throw thrown;
  }
}

async function addEntry(snapshot: Map<string, string>, folder: string, path: string): Promise<void> {
  const full = join(folder, path);
  const found = await lstat(full);
  if (found.isDirectory()) {
    snapshot.set(`${path}/`, "folder");
    for (const name of await readdir(full)) await addEntry(snapshot, folder, join(path, name));
  } else if (found.isFile()) {
    snapshot.set(
      path,
      createHash("sha256")
        .update(await readFile(full))
        .digest("hex"),
    );
  } else {
    snapshot.set(path, "special");
  }
}

/** One word for each path that differs. */
export function differences(before: Snapshot, after: Snapshot): readonly string[] {
  const added = [...after.keys()].filter((path) => !before.has(path)).map((path) => `${path} added`);
  const changed = [...before].filter(([path, what]) => after.get(path) !== what);
  return [...added, ...changed.map(([path]) => `${path} ${after.has(path) ? "changed" : "removed"}`)];
}
