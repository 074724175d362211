// After a crash in the middle of a restore: what had begun to change a target is brought to its end, what had not is removed. Either way
// the target is whole, the old or the restored.

import { messageOf } from "../../base/index.js";
import { fault } from "./faults.js";
import { holdFolder, removeMade } from "./held-folder.js";
import { clearAside, clearPrepared, goForward, stateOf } from "./swap.js";
import { SWAP_DISK, type SwapDisk } from "./swap-disk.js";
import { findNotes, noteText, readNote, type SwapNote, unusableNote } from "./swap-note.js";

export type Repaired = { readonly backupId: string; readonly target: string } & (
  | { readonly outcome: "old" | "restored" }
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
    const isBegun = note.phase === "swapping" && (await hasBegun(note));
    await (isBegun ? finish(path, note, disk) : takeBack(path, note, disk));
    return { backupId, target, outcome: isBegun ? "restored" : "old" };
  } catch (thrown) {
    throw await restoreFailed(note, thrown);
  }
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
export async function hasBegun({ swaps }: SwapNote): Promise<boolean> {
  const states = await Promise.all(swaps.map(stateOf));
  return states.some((state) => state !== "untouched");
}

/** From wherever it stands. */
export async function finish(path: string, note: SwapNote, disk: SwapDisk): Promise<void> {
  for (const swap of note.swaps) await goForward(swap, disk);
  try {
    for (const swap of note.swaps) await clearAside(swap, disk);
  } catch {
    return; // Restored it is. The note stays, so that the next repair tries to remove the rest.
  }
  disk.removeNote(path);
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
