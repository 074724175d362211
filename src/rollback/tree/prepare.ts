// A restore, up to the point from which the target is touched: the copy is made beside the target while it is verified, and is on disk.

import { randomBytes } from "node:crypto";
import { lstatSync, readlinkSync, statfsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { BackupInfo, OpenBackup, Restoration } from "../contract.js";
import { failed, fault } from "./faults.js";
import { holdFolder, makeAgain } from "./held-folder.js";
import { mountAtOrBelow } from "./mounts.js";
import { nameWith, type Origin, originOf } from "./place.js";
import { finish, hasBegun, restoreFailed, takeBack, unclearedText } from "./repair.js";
import type { LinkOnTheWay } from "./source-path.js";
import type { Swap } from "./swap.js";
import type { SwapDisk } from "./swap-disk.js";
import { notesFolder, noteText, type SwapNote } from "./swap-note.js";
import { isSealed, readBackup } from "./verify.js";

/** `warn` is for people: what is restored may have left something behind. */
export async function prepareTree(opened: OpenBackup, disk: SwapDisk, warn: Warn): Promise<Restoration> {
  const { backup } = opened;
  const origin = originOf(backup);
  refuseMounts(origin);
  const made = makeAgain(origin.above);
  refuseFull(origin);
  const plan = planOf(backup, { origin, made });
  disk.replaceNote(plan.path, noteText(plan.note));
  try {
    await prepareAll(plan, opened, disk);
  } catch (thrown) {
    await takeBack(plan.path, plan.note, disk).catch(() => undefined); // The next repair does; this failure is what matters.
    opened.signal.throwIfAborted();
    throw failed(`The restore of ${backup.sourcePath} could not be prepared`, thrown);
  }
  return {
    apply: () => apply(plan, disk, warn),
    abandon: () => abandon(plan, disk),
  };
}

export type Warn = (text: string) => void;

interface Plan {
  /** Of the note. */
  readonly path: string;
  readonly note: SwapNote;
  readonly tree: Swap;
  readonly links: readonly { readonly swap: Swap; readonly link: LinkOnTheWay }[];
}

function planOf(backup: BackupInfo, { origin, made }: { origin: Origin; made: readonly string[] }): Plan {
  const token = `${backup.backupId}-${randomBytes(4).toString("hex")}`;
  const inScratch = basename(isSealed(backup) ? origin.realPath : backup.backupPath);
  const tree = swapOf(origin.realPath, token, origin.isDirectory ? undefined : inScratch);
  const links = origin.links.filter(isChanged).map((link) => ({ link, swap: swapOf(link.path, token) }));
  const swaps = [tree, ...links.map(({ swap }) => swap)];
  const path = join(notesFolder(dirname(backup.backupPath)), `${token}.json`);
  const note = { backupId: backup.backupId, target: backup.sourcePath, phase: "preparing", swaps, made } as const;
  return { path, note, tree, links };
}

function swapOf(path: string, token: string, inScratch?: string): Swap {
  const name = basename(path);
  const base = `${nameWith(".", name)}.orchestrator-${token}`;
  const scratch = `${base}.new`;
  const fresh = inScratch === undefined ? scratch : `${scratch}/${inScratch}`;
  return { folder: dirname(path), name, fresh, aside: `${base}.old`, scratch };
}

/** Throws BACKUP_RESTORE_FAILED where something that is no link has come into the place of one on the way. */
function isChanged({ path, target, isLast }: LinkOnTheWay): boolean {
  const present = lstatSync(path, { throwIfNoEntry: false });
  if (present === undefined) return true;
  if (present.isSymbolicLink()) return readlinkSync(path) !== target;
  if (isLast) return true;
  throw fault("BACKUP_RESTORE_FAILED", `${path} is no symbolic link any more. Nothing was touched.`, {
    hint: `It led to ${target} when the backup was made. Put it back, and restore again.`,
  });
}

async function prepareAll({ tree, links }: Plan, opened: OpenBackup, disk: SwapDisk): Promise<void> {
  const held = holdFolder(tree.folder);
  if (held === undefined) throw fault("BACKUP_RESTORE_FAILED", `${tree.folder} does not exist any more`);
  try {
    disk.makeFolder(held.at(tree.scratch));
    await readBackup(opened, held.at(tree.scratch));
    for (const { swap, link } of links) prepareLink(swap, link, disk);
    await disk.syncAll(held.at("."));
  } finally {
    held.close();
  }
}

function prepareLink({ folder, fresh }: Swap, link: LinkOnTheWay, disk: SwapDisk): void {
  const held = holdFolder(folder);
  if (held === undefined) throw fault("BACKUP_RESTORE_FAILED", `${folder} does not exist any more`);
  try {
    disk.makeLink(held.at(fresh), link);
  } finally {
    held.close();
  }
}

/** From wherever an earlier call has come to. */
async function apply({ path, note }: Plan, disk: SwapDisk, warn: Warn): Promise<void> {
  try {
    disk.replaceNote(path, noteText({ ...note, phase: "swapping" }));
    const left = await finish(path, note, disk);
    if (left !== undefined) warn(unclearedText(note.target, left));
  } catch (thrown) {
    throw await restoreFailed(note, thrown);
  }
}

/** What has begun is for the next `apply`, or for the repair. */
async function abandon({ path, note }: Plan, disk: SwapDisk): Promise<void> {
  if (!(await hasBegun(note))) await takeBack(path, { ...note, phase: "swapping" }, disk);
}

function refuseMounts({ realPath }: Origin): void {
  const mount = mountAtOrBelow(realPath);
  if (mount === undefined) return;
  throw fault(
    "BACKUP_RESTORE_FAILED",
    `${realPath} cannot be replaced: ${mount} is a mount point. Nothing was touched.`,
    {
      hint: "Unmount it, and restore again.",
    },
  );
}

function refuseFull({ realPath, bytesOnDisk }: Origin): void {
  const folder = dirname(realPath);
  const { bavail, bfree, bsize } = statfsSync(folder);
  const room = (process.getuid?.() === 0 ? bfree : bavail) * bsize;
  if (room >= bytesOnDisk) return;
  throw fault("BACKUP_FULL", `${folder} has no room for the restored copy of ${bytesOnDisk} bytes, only for ${room}`, {
    hint: "The old content stays until the new is complete. Free some space, and restore again.",
  });
}
