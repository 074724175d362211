// One capture by its kind, and what the store adds to it.

import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import type { BackupInfo, Captured, Draft } from "../contract.js";
import { captureAbsence, isAbsence, isAbsent } from "./absent.js";
import type { StoreContext } from "./exclusive.js";
import type { Index } from "./index-file.js";
import { type Capture, sourceName } from "./kinds.js";
import { named } from "./refusals.js";
import { isSameForm, noteOf, type Sealing } from "./sealing.js";
import { newestFirst, pointIdOf } from "./units.js";

export interface CaptureOrder {
  readonly capture: Capture;
  readonly backupId: string;
  readonly description: string;
  /** Whole seconds since the Unix epoch. */
  readonly timestamp: number;
  /** What the store notes of it, besides what its kind does. */
  readonly notes: Readonly<Record<string, unknown>>;
  readonly isMissingAllowed: boolean;
  readonly sealing?: Sealing;
  readonly signal: AbortSignal;
}

export interface CapturedBackup {
  readonly backup: BackupInfo;
  readonly captured: Captured;
}

/** 16 hex digits that no backup and no point has. */
export function newId(index: Index, taken: ReadonlySet<string> = new Set()): string {
  const points = new Set([...index.values()].map(({ backup }) => pointIdOf(backup)));
  for (;;) {
    const id = randomBytes(8).toString("hex");
    if (!index.has(id) && !points.has(id) && !taken.has(id)) return id;
  }
}

export async function captureOne(context: StoreContext, index: Index, order: CaptureOrder): Promise<CapturedBackup> {
  const { capture, backupId, description, timestamp, notes, sealing } = order;
  const startedAt = context.clock.monotonic();
  const captured = await captureByKind(context, order, draftOf(context, index, order));
  const { sourcePath, backupPath, checksum, sizeBytes, warnings } = captured;
  const metadata = {
    ...captured.metadata,
    ...noteOf(captured.metadata["is_absent"] === true ? undefined : sealing),
    ...notes,
    stored_bytes: sizeBytes,
    duration_ms: Math.round(context.clock.monotonic() - startedAt),
    ...(warnings.length === 0 ? {} : { warnings: warnings.slice(0, MAX_WARNINGS) }),
  };
  const { backupType } = capture;
  return {
    captured,
    backup: { backupId, timestamp, backupType, description, sourcePath, backupPath, metadata, checksum },
  };
}

/** A tree of sockets alone would fill the index. */
const MAX_WARNINGS = 20;

async function captureByKind(context: StoreContext, order: CaptureOrder, draft: Draft): Promise<Captured> {
  const { capture, signal } = order;
  try {
    return await byItsKind(context, order, draft);
  } catch (thrown) {
    throw named(thrown, { what: `the capture of ${sourceName(capture)}`, code: "BACKUP_FAILED", signal });
  }
}

function byItsKind({ kinds }: StoreContext, order: CaptureOrder, draft: Draft): Promise<Captured> | Captured {
  const { capture } = order;
  switch (capture.backupType) {
    case "file":
      if (order.isMissingAllowed && isAbsent(capture.source)) return captureAbsence(capture.source, draft);
      return kinds.file.capture(capture.source, draft);
    case "service":
      return kinds.service.capture(capture.source, draft);
    case "database":
      return kinds.database.capture(capture.source, draft);
  }
}

function draftOf({ folder }: StoreContext, index: Index, order: CaptureOrder): Draft {
  const { backupId, sealing, isMissingAllowed, signal } = order;
  const previous = previousOf(index, order);
  return {
    backupId,
    folder,
    isMissingAllowed,
    signal,
    ...(sealing && { seal: sealing.seal }),
    ...(previous && { previous }),
  };
}

/** Of files alone: two databases of one name may be of two servers. */
function previousOf(index: Index, { capture, sealing }: CaptureOrder): BackupInfo | undefined {
  if (capture.backupType !== "file") return undefined;
  const path = resolve(capture.source);
  const backups = newestFirst([...index.values()].map(({ backup }) => backup));
  return backups.find(
    (backup) =>
      backup.backupType === "file" &&
      resolve(backup.sourcePath) === path &&
      !isAbsence(backup) &&
      isSameForm(backup, sealing),
  );
}
