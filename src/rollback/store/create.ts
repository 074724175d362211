// Backups are made: everything is captured, all of it is brought to the disk, and then the index is replaced once. Before that
// moment none of it exists for anybody, and what lies in the folder is left over; after it all of it does.

import { messageOf } from "../../base/index.js";
import type { BackupInfo } from "../contract.js";
import { type CapturedBackup, captureOne, newId } from "./capture.js";
import { exclusively, type StoreContext } from "./exclusive.js";
import { hasIndex, type Index, indexText, readIndex, withBackups } from "./index-file.js";
import { keysOf } from "./keys.js";
import type { Capture } from "./kinds.js";
import { indexPath } from "./layout.js";
import { leftoversIn, tryToRemove } from "./leftovers.js";
import { noteOperations } from "./note-operations.js";
import { backedUp } from "./operations-log.js";
import { cancelled, named } from "./refusals.js";
import type { Sealing } from "./sealing.js";
import { checkSources, checkWords } from "./sources.js";
import { checkSpace } from "./space.js";
import type { Owner } from "./units.js";

export interface CreateRequest {
  readonly moduleName: string;
  readonly description: string;
  /** At least one; services of a point are one capture. */
  readonly captures: readonly Capture[];
  /** One rollback point of all, or backups by themselves. */
  readonly isPoint: boolean;
  readonly owner?: Owner;
  /** A path where nothing is is captured as such. */
  readonly isMissingAllowed?: boolean;
  readonly sealing?: Sealing;
  readonly signal: AbortSignal;
}

export interface Created {
  readonly pointId?: string;
  readonly backups: readonly BackupInfo[];
  readonly sizeBytes: number;
  readonly durationMilliseconds: number;
  readonly warnings: readonly string[];
}

export function createBackups(context: StoreContext, request: CreateRequest): Promise<Created> {
  return exclusively(context, request.signal, async () => {
    checkWords(request);
    checkSources(context.folder, request.captures);
    const index = await readyIndex(context);
    await checkSpace(context, request.captures, request.isMissingAllowed === true);
    const pointId = request.isPoint ? newId(index) : undefined;
    const backups = await captureAll(context, index, { request, pointId });
    noteOperations(
      context,
      backups.map(({ backup }) => backedUp(backup)),
    );
    return createdOf(backups, pointId);
  });
}

/** The index, which is there from now on; what a crash has left is gone. */
async function readyIndex(context: StoreContext): Promise<Index> {
  const index = readIndex(context.folder);
  if (!hasIndex(context.folder)) context.disk.replace(indexPath(context.folder), indexText(index));
  await tryToRemove(context, leftoversIn(context.folder, index));
  return index;
}

interface Planned {
  readonly request: CreateRequest;
  readonly pointId: string | undefined;
}

async function captureAll(context: StoreContext, index: Index, planned: Planned): Promise<readonly CapturedBackup[]> {
  const { folder, disk } = context;
  const { signal } = planned.request;
  try {
    const done = await captureEach(context, index, planned);
    if (signal.aborted) throw cancelled("the capture");
    await disk.syncAll(folder);
    const backups = done.map(({ backup }) => backup);
    disk.replace(indexPath(folder), indexText(withBackups(index, backups)));
    return done;
  } catch (thrown) {
    await removeUnnamed(context);
    throw named(thrown, { what: "the backup", code: "BACKUP_FAILED", signal });
  }
}

/** What the index names stays, whatever failed: where its folder could not be synced, it may be the new one already. */
async function removeUnnamed(context: StoreContext): Promise<void> {
  try {
    await tryToRemove(context, leftoversIn(context.folder, readIndex(context.folder)));
  } catch (thrown) {
    context.log.warning(`what a capture has left stays until the next one: ${messageOf(thrown)}`);
  }
}

async function captureEach(
  context: StoreContext,
  index: Index,
  { request, pointId }: Planned,
): Promise<readonly CapturedBackup[]> {
  const { description, sealing, signal, isMissingAllowed = false } = request;
  const timestamp = Math.floor(context.clock.now() / 1000);
  const keys = keysOf(request.captures);
  const ids = new Set(pointId === undefined ? [] : [pointId]);
  const done: CapturedBackup[] = [];
  for (const [i, capture] of request.captures.entries()) {
    if (signal.aborted) throw cancelled("the capture");
    const backupId = newId(index, ids);
    ids.add(backupId);
    const order = { capture, backupId, description, timestamp, isMissingAllowed, signal, ...(sealing && { sealing }) };
    done.push(await captureOne(context, index, { ...order, notes: notesOf(request, pointId, keys[i] ?? "") }));
  }
  return done;
}

function notesOf({ moduleName, owner }: CreateRequest, pointId: string | undefined, key: string) {
  return {
    module_name: moduleName,
    ...(pointId === undefined ? {} : { rollback_point: pointId, key }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function createdOf(done: readonly CapturedBackup[], pointId: string | undefined): Created {
  const sum = (of: (each: CapturedBackup) => number) => done.reduce((total, each) => total + of(each), 0);
  return {
    ...(pointId === undefined ? {} : { pointId }),
    backups: done.map(({ backup }) => backup),
    sizeBytes: sum(({ captured }) => captured.sizeBytes),
    durationMilliseconds: sum(({ backup }) => Number(backup.metadata["duration_ms"])),
    warnings: done.flatMap(({ captured }) => captured.warnings),
  };
}
