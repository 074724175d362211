// After a crash in the middle of a restore: what had begun to change a target is brought to its end, what had not is removed. Either way
// the target is whole, the old or the restored.

import { join } from "node:path";
import { messageOf } from "../../base/index.js";
import { fault } from "./faults.js";
import { holdFolder, removeMade } from "./held-folder.js";
import { clearAside, clearPrepared, goForward, type SwapState, stateOf } from "./swap.js";
import { SWAP_DISK, type SwapDisk } from "./swap-disk.js";
import { findNotes, noteText, readNote, type SwapNote, unusableNote } from "./swap-note.js";

/** `cleared`: all was in its place before, and what lay beside it still is gone. */
export type Repaired = { readonly backupId: string; readonly target: string } & (
  | { readonly outcome: "old" | "restored" | "cleared" }
  /** Only what lies beside it still has to go; `why` names it. */
  | { readonly outcome: "uncleared"; readonly why: string }
  /** It has to be settled by a person, and is in nobody else's way: `why` says what to do. */
  | { readonly outcome: "unreachable"; readonly why: string }
);

/** Before anything else is done with the backups in `folder`. One that fails keeps no other from it. Rejects with BACKUP_RESTORE_FAILED. */
export async function repairSwaps(folder: string, disk: SwapDisk = SWAP_DISK): Promise<readonly Repaired[]> {
  const { whole, torn } = findNotes(folder);
  for (const path of torn) removeTorn(path, disk);
  const tried = await settledInTurn(whole.map((path) => () => repair(path, readNote(path), disk)));
  return tried.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

async function settledInTurn<T>(tasks: readonly (() => Promise<T>)[]): Promise<readonly PromiseSettledResult<T>[]> {
  const settled: PromiseSettledResult<T>[] = [];
  for (const task of tasks) settled.push(...(await Promise.allSettled([Promise.resolve().then(task)])));
  return settled;
}

function removeTorn(path: string, disk: SwapDisk): void {
  try {
    disk.removeNote(path);
  } catch (thrown) {
    throw unusableNote(path, messageOf(thrown));
  }
}

async function repair(path: string, note: SwapNote, disk: SwapDisk): Promise<Repaired> {
  const { backupId, target } = note;
  const blocked = blockedWay(note);
  if (blocked !== undefined) return { backupId, target, outcome: "unreachable", why: blocked + adviceOn(path, note) };
  try {
    return { backupId, target, ...(await settle(path, note, disk)) };
  } catch (thrown) {
    throw await restoreFailed(note, thrown);
  }
}

type Settled =
  | { readonly outcome: "old" | "restored" | "cleared" }
  | { readonly outcome: "uncleared"; readonly why: string };

async function settle(path: string, note: SwapNote, disk: SwapDisk): Promise<Settled> {
  const states = note.phase === "swapping" ? await statesOf(note) : [];
  if (states.every((state) => state === "untouched")) {
    await takeBack(path, note, disk);
    return { outcome: "old" };
  }
  const why = await finish(path, note, disk);
  if (why !== undefined) return { outcome: "uncleared", why };
  return { outcome: states.every((state) => state === "done") ? "cleared" : "restored" };
}

/** A folder that is gone is no hindrance: what was in it is, too. */
function blockedWay({ swaps }: SwapNote): string | undefined {
  try {
    for (const { folder } of swaps) holdFolder(folder)?.close();
    return undefined;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function adviceOn(path: string, { swaps }: SwapNote): string {
  const names = swaps.flatMap(({ aside, scratch }) => [aside, scratch]).join(", ");
  return ` Put it back. Or look for ${names} where the folder is now, keep what is wanted of them, and remove ${path}.`;
}

/** Of one that was prepared completely. */
export async function hasBegun(note: SwapNote): Promise<boolean> {
  return (await statesOf(note)).some((state) => state !== "untouched");
}

function statesOf({ swaps }: SwapNote): Promise<readonly SwapState[]> {
  return Promise.all(swaps.map(stateOf));
}

/** From wherever it stands. What it answers says which of the old content cannot be removed: the next repair tries again. */
export async function finish(path: string, note: SwapNote, disk: SwapDisk): Promise<string | undefined> {
  for (const swap of note.swaps) await goForward(swap, disk);
  for (const swap of note.swaps) {
    try {
      await clearAside(swap, disk);
    } catch (thrown) {
      return `${join(swap.folder, swap.aside)}: ${messageOf(thrown)}`;
    }
  }
  disk.removeNote(path);
  return undefined;
}

export function unclearedText(target: string, why: string): string {
  return `${target} is restored, but what was there before cannot be removed: ${why}`;
}

/** What was prepared goes; noted first, since what is removed half looks like what was put in place. */
export async function takeBack(path: string, note: SwapNote, disk: SwapDisk): Promise<void> {
  if (note.phase === "swapping") disk.replaceNote(path, noteText({ ...note, phase: "preparing" }));
  for (const swap of note.swaps) await clearPrepared(swap, disk);
  removeMade(note.made);
  disk.removeNote(path);
}

export async function restoreFailed(note: SwapNote, thrown: unknown) {
  const said = await Promise.all(note.swaps.map(async (swap) => describe(swap, await stateOf(swap))));
  return fault("BACKUP_RESTORE_FAILED", `${said.join(" ")} The cause: ${messageOf(thrown)}`, {
    hint: "Mend the cause, and restore again, or use any other command of backups: it goes on from there.",
    cause: thrown,
  });
}

function describe(
  { folder, name, fresh, aside }: SwapNote["swaps"][number],
  state: Awaited<ReturnType<typeof stateOf>>,
) {
  const at = `${folder === "/" ? "" : folder}/`;
  switch (state) {
    case "untouched":
      return `${at}${name} is as it was before the restore.`;
    case "half-way":
      return `Nothing is at ${at}${name}: its previous content is ${at}${aside}, and the restored one ${at}${fresh}.`;
    case "done":
      return `${at}${name} is restored.`;
  }
}
