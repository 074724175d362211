// The note of a restore, in the folder `restores` of the backups: written before anything is made beside a target, changed once before
// the first rename, removed when nothing of it is left. Notes are read by whoever comes after a crash.

import { constants, readdirSync } from "node:fs";
import { join } from "node:path";
import { messageOf, systemCodeOf } from "../../base/index.js";
import { readRegularFile } from "../../durable/index.js";
import { fault } from "./faults.js";
import type { Swap } from "./swap.js";

export interface SwapNote {
  readonly backupId: string;
  /** What is restored, for messages. */
  readonly target: string;
  /** While it is being prepared, nothing of the target has been touched. */
  readonly phase: "preparing" | "swapping";
  readonly swaps: readonly Swap[];
  /** Folders above that were gone, and were made for it. */
  readonly made: readonly string[];
}

const LARGEST_NOTE = 1024 * 1024;

export function notesFolder(backups: string): string {
  return join(backups, "restores");
}

/** Paths of notes, and of what a crash left of writing one. */
export function findNotes(backups: string): { readonly whole: readonly string[]; readonly torn: readonly string[] } {
  const folder = notesFolder(backups);
  try {
    const paths = readdirSync(folder).sort();
    const ending = (end: string) => paths.filter((name) => name.endsWith(end)).map((name) => join(folder, name));
    return { whole: ending(".json"), torn: ending(".json.new") };
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return { whole: [], torn: [] };
    throw unusableNote(folder, messageOf(thrown));
  }
}

export function noteText(note: SwapNote): string {
  return `${JSON.stringify(note, undefined, 2)}\n`;
}

/** Throws BACKUP_RESTORE_FAILED: what is noted is removed and renamed, so nothing is guessed. */
export function readNote(path: string): SwapNote {
  const note = parsed(textIn(path));
  if (isNote(note)) return note;
  throw unusableNote(path, "it is not what a restore writes");
}

function textIn(path: string): string {
  try {
    return readRegularFile(path, LARGEST_NOTE, constants.O_NOFOLLOW).toString("utf8");
  } catch (thrown) {
    throw unusableNote(path, messageOf(thrown));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function unusableNote(path: string, why: string) {
  return fault("BACKUP_RESTORE_FAILED", `The note of an interrupted restore cannot be used: ${path}: ${why}`, {
    hint: "Look for names with .orchestrator- beside what was restored, put right what is missing, and remove the note.",
  });
}

function isNote(value: unknown): value is SwapNote {
  if (!isFields(value)) return false;
  const { backupId, target, phase, swaps, made } = value;
  const isPhase = phase === "preparing" || phase === "swapping";
  return isPhase && isText(backupId) && isText(target) && isList(swaps, isSwap) && isList(made, isPath);
}

function isSwap(value: unknown): value is Swap {
  if (!isFields(value)) return false;
  const { folder, name, fresh, aside, scratch } = value;
  const isFresh = isText(fresh) && isText(scratch) && (fresh === scratch || fresh.startsWith(`${scratch}/`));
  return isPath(folder) && isName(name) && isFresh && isOurs(aside) && isOurs(scratch);
}

/** Only such names are removed. */
function isOurs(value: unknown): boolean {
  return isName(value) && /^\..*\.orchestrator-[0-9a-f-]+\.(new|old)$/s.test(value);
}

function isName(value: unknown): value is string {
  return isText(value) && value !== "." && value !== ".." && !/[/\0]/.test(value);
}

function isPath(value: unknown): value is string {
  return isText(value) && value.startsWith("/") && !value.includes("\0");
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isList<T>(value: unknown, isOne: (one: unknown) => one is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
