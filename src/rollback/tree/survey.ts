// A source that has been looked at: where it really is, and what it holds. What cannot come back by putting a copy in its place is
// refused here.

import { unusable } from "./faults.js";
import { mountAtOrBelow } from "./mounts.js";
import { type PackPlace, packPlace } from "./place.js";
import { type ResolvedSource, resolveSource } from "./source-path.js";
import { type Walked, type WalkedEntry, walkTree } from "./walk.js";

export interface Survey {
  readonly source: ResolvedSource;
  readonly place: PackPlace;
  readonly walked: Walked;
  /** Nanoseconds since the epoch, from before the look. */
  readonly startedAt: bigint;
}

/** What a form of storing adds. */
export interface StoredForm {
  readonly backupPath: string;
  readonly checksum: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

export async function surveyOf(path: string, signal: AbortSignal): Promise<Survey> {
  const { source, place } = locate(path);
  const startedAt = BigInt(Date.now()) * 1_000_000n;
  const walked = await walkTree({ ...place, signal });
  if (walked.entries.length === 0) throw unusable(`Source path does not exist: ${source.sourcePath}`);
  return { source, place, walked, startedAt };
}

/** Throws BACKUP_SOURCE_UNUSABLE. */
export function locate(path: string): Pick<Survey, "source" | "place"> {
  const source = resolveSource(path);
  refuseMounts(source);
  if (source.stats.isSocket())
    throw unusable(`${source.sourcePath} is a socket`, "Leave it out: its service makes it.");
  return { source, place: packPlace(source.realPath, source.stats.isDirectory()) };
}

function refuseMounts({ sourcePath, realPath }: ResolvedSource): void {
  const mount = mountAtOrBelow(realPath);
  if (mount === undefined) return;
  throw unusable(
    `${sourcePath} ${mount === realPath ? "is" : `contains ${mount}, which is`} a mount point`,
    "Name the folders in it instead: a restore puts a prepared copy in the place of what it names.",
  );
}

/** Whether a later change could not show: a file system has times in steps, of two seconds at worst. */
export function isTooRecent({ changedAtNanoseconds }: WalkedEntry, startedAt: bigint): boolean {
  const step = changedAtNanoseconds % 1_000_000_000n === 0n ? 2_000_000_000n : 100_000_000n;
  return changedAtNanoseconds > startedAt - step;
}
