// Puts what lies prepared beside a target in its place. A file or link goes there by one rename; where a folder is involved, the
// old one is moved aside first, and between these two renames there is nothing at the target: so they are noted beforehand, and
// whoever works with the backups next goes on from what he finds (repair.ts). What is there says how far it came; no step is noted.

import { lstatSync, type Stats } from "node:fs";
import { untilCopied } from "./copying.js";
import { type HeldFolder, holdFolder } from "./held-folder.js";
import type { SwapDisk } from "./swap-disk.js";

/** Names in one folder. */
export interface Swap {
  /** Absolute, without links. */
  readonly folder: string;
  readonly name: string;
  /** What is to be at `name`: itself beside it, or in `scratch`. */
  readonly fresh: string;
  /** Where the old goes. */
  readonly aside: string;
  /** Holds whatever is prepared, and is removed in the end. */
  readonly scratch: string;
}

export type SwapState = "untouched" | "half-way" | "done";

export function stateOf(swap: Swap): Promise<SwapState> {
  return inFolder<SwapState>(swap, "done", ({ at }) => {
    if (look(at(swap.fresh)) === undefined) return "done";
    return look(at(swap.aside)) === undefined ? "untouched" : "half-way";
  });
}

/** From wherever it stands. */
export async function goForward(swap: Swap, disk: SwapDisk): Promise<void> {
  const { folder, name, fresh, aside } = swap;
  await inFolder(swap, undefined, async ({ at }) => {
    const prepared = look(at(fresh));
    if (prepared === undefined) return;
    const present = look(at(name));
    const isPlain = present !== undefined && !present.isDirectory() && !prepared.isDirectory();
    const isHalfWay = look(at(aside)) !== undefined;
    // Half-way, nothing was there: this has come up since, like everything that a restore takes away.
    if (present !== undefined && isHalfWay) await disk.removeTree(at(name));
    else if (present !== undefined && !isPlain) disk.rename(at(name), at(aside));
    disk.rename(at(fresh), at(name));
    disk.syncFolder(folder);
  });
}

/** The old content, once the new is in its place. */
export async function clearAside(swap: Swap, disk: SwapDisk): Promise<void> {
  await inFolder(swap, undefined, ({ at }) => disk.removeTree(at(swap.aside)));
  await clearPrepared(swap, disk);
}

export async function clearPrepared(swap: Swap, disk: SwapDisk): Promise<void> {
  await inFolder(swap, undefined, async ({ at }) => {
    await untilCopied(at(swap.scratch));
    await disk.removeTree(at(swap.scratch));
  });
}

function look(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** `otherwise` where the folder is gone, and all that was in it. */
async function inFolder<T>({ folder }: Swap, otherwise: T, act: (held: HeldFolder) => T | Promise<T>): Promise<T> {
  const held = holdFolder(folder);
  if (held === undefined) return otherwise;
  try {
    return await act(held);
  } finally {
    held.close();
  }
}
