// Reads a backup that is stored as a tree, entry by entry against its listing, and makes the copy for a restore. A tree without
// extended attributes is read here and copied by cp at the same time, and the copy counts only once all has been read and is as it
// was noted. One with them goes through tar.

import { messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";
import type { BackupInfo, OpenBackup } from "../contract.js";
import { attributedIn } from "./bare.js";
import { compare, linesOf } from "./compare.js";
import { type Copying, startCopying } from "./copying.js";
import { damaged } from "./faults.js";
import { hasAttributesIn, type ListedEntry, pathIn, sizeIn } from "./listing.js";
import { packPlace } from "./place.js";
import { type RawName, shown } from "./raw-name.js";
import { digestsOf } from "./stored-digests.js";
import { lookAtStored, type Seen, type SeenEntry } from "./stored-look.js";
import { type TransferOrder, type Transferred, transfer } from "./transfer.js";

/** Into the folder `to`, where one is given. Rejects with BACKUP_DAMAGED, BACKUP_FAILED, BACKUP_FULL, BACKUP_TOOL_MISSING. */
export async function readPlain({ backup, signal }: OpenBackup, to: string | undefined): Promise<void> {
  const expected = linesOf(backup);
  const isFolder = expected[0]?.startsWith("d\t") === true;
  const place = packPlace(backup.backupPath, isFolder);
  const names = expected.map((line, i) => (i === 0 ? place.top : pathIn(line)));
  const order = { ...place, names, signal };
  const seen = await lookAtStored(order);
  refuseStrangers(backup, seen, new Map(names.map((name, i) => [name, sizeIn(expected[i] ?? "")])));
  if (expected.some(hasAttributesIn)) {
    compare(backup, expected, await transfer({ ...order, ...(to !== undefined && { to }) }));
    return;
  }
  const read = () => comparing({ backup, signal }, async () => compare(backup, expected, await readBare(order, seen)));
  if (to === undefined) await read();
  else await copyWhile(read, await startCopying(backup.backupPath, isFolder, to));
}

/** What does not belong to it, or is larger than it was, is not read. */
function refuseStrangers(backup: BackupInfo, { entries, sockets }: Seen, sizes: ReadonlyMap<RawName, number>): void {
  const extra = [...entries.keys(), ...sockets].find((path) => !sizes.has(path));
  if (extra !== undefined) throw damaged(backup, `${shown(extra)} does not belong to it`);
  const [larger] = [...entries].find(([path, { size }]) => size > (sizes.get(path) ?? 0)) ?? [];
  if (larger !== undefined) throw damaged(backup, `${shown(larger)} has other content: it is larger than it was`);
}

/** What cannot be read is damaged, whatever the system calls it. */
async function comparing({ backup, signal }: OpenBackup, compareAll: () => Promise<void>): Promise<void> {
  try {
    await compareAll();
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof OrchestratorError || systemCodeOf(thrown) === undefined) throw thrown;
    throw damaged(backup, messageOf(thrown));
  }
}

/** What the reading finds goes before what cp stumbles over, since the one explains the other. */
async function copyWhile(read: () => Promise<void>, { failure, stop }: Copying): Promise<void> {
  try {
    await read();
  } catch (thrown) {
    stop();
    await failure;
    throw thrown;
  }
  const failed = await failure;
  if (failed !== undefined) throw failed;
}

/** Tar is asked for what cannot be seen from here: who has attributes, and where the data of files with holes is. */
async function readBare(order: TransferOrder, { entries }: Seen): Promise<Transferred> {
  const own = new AbortController();
  const asking = attributedIn({ ...order, signal: AbortSignal.any([order.signal, own.signal]) });
  asking.catch(() => undefined); // Asked for below.
  try {
    const files = firstNames(entries);
    const digests = await digestsOf({ ...order, entries: files.dense });
    const packed = await transfer({ ...order, names: [...files.sparse.keys()] });
    const attributed = await asking;
    const ofSparse = new Map(packed.entries.map(({ path, sha256 }) => [path, sha256]));
    const known = { digests, ofSparse, attributed: attributed.names };
    const warnings = [...attributed.warnings, ...packed.warnings];
    return { entries: listedFrom(entries, known), warnings, failure: attributed.failure ?? packed.failure };
  } finally {
    own.abort();
  }
}

/** Of each file the name that comes first. */
function firstNames(entries: Seen["entries"]) {
  const seen = new Set<string>();
  const dense = new Map<RawName, SeenEntry>();
  const sparse = new Map<RawName, SeenEntry>();
  for (const [name, entry] of entries) {
    if (entry.type !== "f" || (entry.hasLinks && seen.has(entry.inode))) continue;
    if (entry.hasLinks) seen.add(entry.inode);
    (entry.hasHoles ? sparse : dense).set(name, entry);
  }
  return { dense, sparse };
}

interface Known {
  readonly digests: ReadonlyMap<RawName, string>;
  /** By paths of entries, as is what follows. */
  readonly ofSparse: ReadonlyMap<RawName, string | undefined>;
  readonly attributed: ReadonlySet<RawName>;
}

const SOME_ATTRIBUTES = "?";

function listedFrom(entries: Seen["entries"], { digests, ofSparse, attributed }: Known): readonly ListedEntry[] {
  const firsts = new Map<string, ListedEntry>();
  return [...entries].map(([name, { inode, hasLinks, hasHoles: _, ...seen }]) => {
    const first = hasLinks ? firsts.get(inode) : undefined;
    if (first !== undefined) return { ...first, path: seen.path, target: first.path };
    const attributes = attributed.has(name) ? SOME_ATTRIBUTES : undefined;
    const entry = { ...seen, attributes, sha256: digests.get(name) ?? ofSparse.get(seen.path) };
    if (hasLinks) firsts.set(inode, entry);
    return entry;
  });
}
