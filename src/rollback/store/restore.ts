// Backups come back. All of them are verified and prepared beside their targets before the first is touched; then services stop in
// reverse order, files and databases are put in place, and services start. What fails then does not hold up the rest: each is put in
// place as a whole or not at all. But no service is started on data of which a part did not come back.

import type { BackupInfo, Seal } from "../contract.js";
import { exclusively, type StoreContext } from "./exclusive.js";
import { readIndex } from "./index-file.js";
import { type Opening, type Prepared, prepareData, prepareServices, verifyOne } from "./opening.js";
import { carryOut, type RestoreReport, refusedTogether } from "./put-back.js";
import { cancelled, unknownBackup } from "./refusals.js";
import { isWithin } from "./sources.js";

export interface RestoreRequest {
  /** Of backups, in the order of their capture. */
  readonly ids: readonly string[];
  readonly seal?: Seal;
  /** Heeded until the first target is touched. */
  readonly signal: AbortSignal;
}

export function restoreBackups(context: StoreContext, request: RestoreRequest): Promise<RestoreReport> {
  return exclusively(context, request.signal, async () => {
    const index = readIndex(context.folder);
    const backups = request.ids.map((id) => {
      const entry = index.get(id);
      if (entry === undefined) throw unknownBackup(id);
      return entry.backup;
    });
    const opening = untilTouched(request);
    const prepared = await prepareAll(context, outermostFirst(backups), opening);
    opening.end();
    return carryOut(context, prepared, opening);
  });
}

/** The kinds keep the signal; from the first touch on a restore is brought to its end. */
function untilTouched({ seal, signal }: RestoreRequest): Opening & { end(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  return { signal: controller.signal, ...(seal && { seal }), end: () => signal.removeEventListener("abort", abort) };
}

async function prepareAll(
  context: StoreContext,
  backups: readonly BackupInfo[],
  opening: Opening,
): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  try {
    for (const backup of backups) prepared.push(await prepareOne(context, backup, { opening, all: backups }));
    if (opening.signal.aborted) throw cancelled("the restore");
    return prepared;
  } catch (thrown) {
    for (const { restoration } of prepared) await restoration?.abandon().catch(() => undefined);
    throw refusedTogether(thrown, backups);
  }
}

interface Among {
  readonly opening: Opening;
  readonly all: readonly BackupInfo[];
}

async function prepareOne(context: StoreContext, backup: BackupInfo, { opening, all }: Among): Promise<Prepared> {
  if (backup.backupType === "service")
    return { kind: "services", backup, restoration: await prepareServices(context, backup, opening) };
  // What is prepared beside a target goes with the folder around it, when that is swapped.
  const isInside = all.some(
    (other) => other !== backup && isFileOf(other) && isWithin(backup.sourcePath, other.sourcePath),
  );
  if (!isInside) return { kind: "data", backup, restoration: await prepareData(context, backup, opening) };
  await verifyOne(context, backup, opening);
  return { kind: "data", backup, restoration: undefined };
}

function isFileOf({ backupType }: BackupInfo): boolean {
  return backupType === "file";
}

/** A file or a database inside of a folder comes after it. */
function outermostFirst(backups: readonly BackupInfo[]): readonly BackupInfo[] {
  const files = backups.filter(isFileOf);
  const others = backups.filter((backup) => !isFileOf(backup));
  return [...files.sort((one, other) => depthOf(one) - depthOf(other)), ...others];
}

function depthOf({ sourcePath }: BackupInfo): number {
  return sourcePath.split("/").length;
}
