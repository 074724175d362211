// An inventory from a file: YAML or JSON like every other document, and JSON of any length, which is read piece by piece.

import { stat } from "node:fs/promises";
import { expectRole } from "../expect-role.js";
import { LIMITS } from "../limits.js";
import { finish } from "../loaded.js";
import { countEntry, inventoryOf, type LoadedInventory, newCount } from "./inventory.js";
import { readLongInventory } from "./long-inventory.js";

/** Never rejects for what is in the file or for its absence. */
export async function loadInventory(path: string): Promise<LoadedInventory> {
  if (await isLongJson(path)) return await readLongInventory(path);
  const opening = await expectRole(path, ["inventory"], { wanted: "an inventory", asWhole: false });
  if (!opening.ok) return { ok: false, diagnostics: opening.diagnostics };
  const { file, diagnostics } = opening.opened;
  return finish(diagnostics, () => {
    if (file === undefined) return undefined;
    const counted = newCount();
    for (const entry of file.components) countEntry(counted, entry);
    return { inventory: inventoryOf(counted) };
  });
}

/** Whether the file is one that no other kind of document may be as long as. */
export async function isLongJson(path: string): Promise<boolean> {
  if (!path.endsWith(".json")) return false;
  try {
    const status = await stat(path);
    return status.isFile() && status.size > LIMITS.maxSizeBytes;
  } catch {
    return false; // What is wrong with the file is told where it is read.
  }
}
