// The second half of a restore: from the first touch on. It is brought to its end, and says of each path, database and set of
// services in which state it is.

import { messageOf, OrchestratorError } from "../../base/index.js";
import type { BackupInfo, Restoration } from "../contract.js";
import type { StoreContext } from "./exclusive.js";
import { noteOperations } from "./note-operations.js";
import { type Opening, type Prepared, type PreparedData, type PreparedServices, prepareData } from "./opening.js";
import { restored } from "./operations-log.js";

export interface RestoredLine {
  readonly backup: BackupInfo;
  /** `stopped`: services that are not started on data of which a part is missing. `untouched`: as before the restore. */
  readonly state: "restored" | "failed" | "stopped" | "untouched";
  /** Of what failed: how it is now. */
  readonly why?: string;
  /** Of what is restored: what stays although it was not there, a unit file for example. */
  readonly remains?: readonly string[];
}

export interface RestoreReport {
  readonly lines: readonly RestoredLine[];
  readonly durationMilliseconds: number;
}

/** Rejects with BACKUP_RESTORE_FAILED, whose message and facts have a line for each. */
export async function carryOut(
  context: StoreContext,
  prepared: readonly Prepared[],
  opening: Opening,
): Promise<RestoreReport> {
  const startedAt = context.clock.monotonic();
  const services = prepared.filter((each) => each.kind === "services");
  const data = prepared.filter((each) => each.kind === "data");
  const notStopped = await stopAll(services);
  const lines =
    notStopped === undefined
      ? await applyAll(context, { services, data, opening })
      : await leaveAll(prepared, notStopped);
  noteRestored(context, lines);
  if (lines.some(({ state }) => state !== "restored")) throw failure(lines);
  return { lines, durationMilliseconds: context.clock.monotonic() - startedAt };
}

/** The one that does not stop; those that had been are started again. */
async function stopAll(services: readonly PreparedServices[]): Promise<RestoredLine | undefined> {
  const stopped: PreparedServices[] = [];
  for (const each of [...services].reverse()) {
    try {
      await each.restoration.stop();
      stopped.push(each);
    } catch (thrown) {
      for (const { restoration } of stopped.reverse()) await restoration.start().catch(() => undefined);
      return { backup: each.backup, state: "failed", why: `not stopped: ${messageOf(thrown)}` };
    }
  }
  return undefined;
}

/** Data is not touched while somebody works on it. */
async function leaveAll(prepared: readonly Prepared[], notStopped: RestoredLine): Promise<readonly RestoredLine[]> {
  for (const { restoration } of prepared) await abandon(restoration);
  return prepared.map(({ backup }) => (backup === notStopped.backup ? notStopped : { backup, state: "untouched" }));
}

interface Stopped {
  readonly services: readonly PreparedServices[];
  readonly data: readonly PreparedData[];
  readonly opening: Opening;
}

async function applyAll(context: StoreContext, { services, data, opening }: Stopped): Promise<readonly RestoredLine[]> {
  const lines: RestoredLine[] = [];
  for (const each of data) lines.push(await applyOne(context, each, opening));
  const isWhole = lines.every(({ state }) => state === "restored");
  for (const each of services) {
    lines.push(isWhole ? await startOne(each) : { backup: each.backup, state: "stopped" });
  }
  return lines;
}

async function applyOne(context: StoreContext, each: PreparedData, opening: Opening): Promise<RestoredLine> {
  const { backup } = each;
  let { restoration } = each;
  try {
    restoration ??= await prepareData(context, backup, opening);
    await restoration.apply();
    return { backup, state: "restored" };
  } catch (thrown) {
    await abandon(restoration);
    return { backup, state: "failed", why: messageOf(thrown) };
  }
}

async function startOne({ backup, restoration }: PreparedServices): Promise<RestoredLine> {
  try {
    return { backup, state: "restored", remains: await restoration.start() };
  } catch (thrown) {
    return { backup, state: "failed", why: messageOf(thrown) };
  }
}

/** What stays beside a target is found and removed by the next restore. */
async function abandon(restoration: Restoration | undefined): Promise<void> {
  await restoration?.abandon().catch(() => undefined);
}

function noteRestored(context: StoreContext, lines: readonly RestoredLine[]): void {
  const timestamp = Math.floor(context.clock.now() / 1000);
  const done = lines.filter(({ state }) => state === "restored");
  noteOperations(
    context,
    done.map(({ backup }) => restored(backup, timestamp)),
  );
}

function failure(lines: readonly RestoredLine[]): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_RESTORE_FAILED",
    message: `not everything was restored: ${lines.map(lineText).join("; ")}`,
    hint: hintOf(lines),
    facts: { states: statesIn(lines) },
  });
}

/** One of them cannot be used or put in place, so none was begun with: no person is needed to put right what was touched. */
export function refusedTogether(thrown: unknown, backups: readonly BackupInfo[]): unknown {
  if (!(thrown instanceof OrchestratorError) || isCancelled(thrown)) return thrown;
  const code = thrown.code === "BACKUP_RESTORE_FAILED" ? "BACKUP_RESTORE_REFUSED" : thrown.code;
  if (backups.length < 2 && code !== "BACKUP_RESTORE_REFUSED") return thrown;
  const lines = backups.map((backup): RestoredLine => ({ backup, state: "untouched" }));
  const { message, hint, facts } = thrown;
  const which = lines.length < 2 ? "" : `; ${lines.map(lineText).join("; ")}`;
  return new OrchestratorError({
    ...{ code, message: `nothing was restored: ${message}${which}`, cause: thrown },
    ...(hint !== undefined && { hint }),
    facts: { ...facts, states: statesIn(lines) },
  });
}

function isCancelled({ facts }: OrchestratorError): boolean {
  return facts["isCancelled"] === true;
}

function statesIn(lines: readonly RestoredLine[]) {
  return lines.map(({ backup, state, why }) => ({
    ...{ id: backup.backupId, type: backup.backupType, source: backup.sourcePath, state },
    ...(why === undefined ? {} : { why }),
  }));
}

function lineText({ backup, state, why, remains = [] }: RestoredLine): string {
  const what = `${NOUNS[backup.backupType]} ${backup.sourcePath}`;
  const more = [...(why === undefined ? [] : [why]), ...remains];
  return `${what}: ${STATES[state]}${more.length === 0 ? "" : ` (${more.join("; ")})`}`;
}

const NOUNS = { file: "path", service: "services", database: "database" } as const;
const STATES = {
  restored: "restored",
  failed: "failed",
  stopped: "stopped, and not started on data of which a part is missing",
  untouched: "not touched",
} as const;

function hintOf(lines: readonly RestoredLine[]): string {
  const again = "Mend what the message names and restore again; a restore may be repeated.";
  const stopped = lines
    .filter(({ state }) => state === "stopped")
    .flatMap(({ backup }) => backup.sourcePath.split(","));
  return stopped.length === 0
    ? again
    : `${again} To start the services as things are: systemctl start ${stopped.join(" ")}`;
}
