// That nothing was at a path when it was captured. The restore takes away what is there by then. A kind of its own beside the four,
// since it holds no content: its file is empty.

import { createHash } from "node:crypto";
import { lstatSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";
import { syncFolder } from "../../durable/index.js";
import type { BackupInfo, Captured, Draft, Restoration } from "../contract.js";
import { mountAtOrBelow, nameWith } from "../tree/index.js";
import type { Disk } from "./disk.js";

const NOTHING = createHash("sha256").digest("hex");

export function isAbsent(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (thrown) {
    // A file where a folder would have to be.
    if (systemCodeOf(thrown) === "ENOTDIR") return true;
    throw thrown;
  }
}

export function isAbsence({ metadata }: BackupInfo): boolean {
  return metadata["is_absent"] === true;
}

export function captureAbsence(source: string, { backupId, folder }: Draft): Captured {
  const sourcePath = resolve(source);
  const backupPath = join(folder, nameWith(`${backupId}_`, basename(sourcePath)));
  writeFileSync(backupPath, "", { mode: 0o600, flag: "wx" });
  return {
    ...{ sourcePath, backupPath, checksum: NOTHING, sizeBytes: 0, warnings: [] },
    metadata: { is_absent: true, is_directory: false, size: 0, real_path: realPathOf(sourcePath) },
  };
}

/** Throws BACKUP_DAMAGED. */
export function verifyAbsence({ backupId, backupPath, checksum }: BackupInfo): void {
  const stored = statSync(backupPath, { throwIfNoEntry: false });
  if (stored?.isFile() === true && stored.size === 0 && checksum === NOTHING) return;
  throw new OrchestratorError({
    code: "BACKUP_DAMAGED",
    message: `the backup ${backupId} is damaged: ${basename(backupPath)} is not empty, or is gone`,
    facts: { id: backupId },
  });
}

export function prepareAbsence(backup: BackupInfo, disk: Disk): Restoration {
  verifyAbsence(backup);
  const { sourcePath, backupId, metadata } = backup;
  if (realPathOf(sourcePath) !== metadata["real_path"]) throw moved(sourcePath);
  const mount = isAbsent(sourcePath) ? undefined : mountAtOrBelow(sourcePath);
  if (mount !== undefined) throw mounted(sourcePath, mount);
  return { apply: () => takeAway(sourcePath, backupId, disk), abandon: async () => undefined };
}

/** One rename, so that it is there or not there, never half of it. What a crash leaves of the removal, the next one takes. */
async function takeAway(path: string, backupId: string, disk: Disk): Promise<void> {
  const aside = join(dirname(path), `${nameWith(".", basename(path))}.orchestrator-${backupId}.old`);
  try {
    if (!isAbsent(aside)) await disk.remove([aside]);
    if (isAbsent(path)) return;
    renameSync(path, aside);
    syncFolder(dirname(path));
    await disk.remove([aside]);
  } catch (thrown) {
    throw stays(path, aside, thrown);
  }
}

/** Where the path leads through the links above it; what does not exist yet is no link. */
function realPathOf(path: string): string {
  const parent = dirname(path);
  if (parent === path) return path;
  try {
    return join(realpathSync(parent), basename(path));
  } catch (thrown) {
    if (systemCodeOf(thrown) !== "ENOENT" && systemCodeOf(thrown) !== "ENOTDIR") throw thrown;
    return join(realPathOf(parent), basename(path));
  }
}

function moved(path: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_RESTORE_FAILED",
    message: `${path} leads elsewhere than when it was captured`,
    hint: "A folder above it has become a symbolic link, or was one then. Put that back first.",
    facts: { path },
  });
}

function mounted(path: string, mount: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_RESTORE_FAILED",
    message: `${path}, which was not there, cannot be removed: ${mount} is a mount point`,
    hint: "Unmount it, and restore again.",
    facts: { path },
  });
}

function stays(path: string, aside: string, thrown: unknown): OrchestratorError {
  const state = isAbsent(path) ? `what was there lies at ${aside}` : "it is as it was before the restore";
  return new OrchestratorError({
    code: "BACKUP_RESTORE_FAILED",
    message: `${path}, which was not there, could not be removed, and ${state}: ${messageOf(thrown)}`,
    hint: "Mend the cause, and restore again.",
    facts: { path },
    cause: thrown,
  });
}
