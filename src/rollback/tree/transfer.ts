// From a tree through tar into another place, with the reader listening on the way.

import { OrchestratorError } from "../../base/index.js";
import type { Ended } from "./child.js";
import { complaintsOf, unpackFailure } from "./complaints.js";
import { type ListedEntry, listed } from "./listing.js";
import { drain, pour } from "./pour.js";
import type { RawName } from "./raw-name.js";
import { unreadable } from "./tar-header.js";
import { type PackOrder, startPacking, startUnpacking } from "./tar-program.js";
import { createTarReader, type TarEntry } from "./tar-reader.js";

export interface TransferOrder extends PackOrder {
  /** The name of the tree itself, or of the one file, among `names`. */
  readonly top: RawName;
  /** A folder. Without it, what is there is only read. */
  readonly to?: string;
}

export interface Transferred {
  readonly entries: readonly ListedEntry[];
  readonly warnings: readonly string[];
  /** What could not be read; the copy is then of no use. */
  readonly failure: string | undefined;
}

/** Rejects with BACKUP_FAILED, BACKUP_FULL, BACKUP_TOOL_MISSING where the copy could not be written; never for what is read. */
export async function transfer(order: TransferOrder): Promise<Transferred> {
  if (order.names.length === 0) return { entries: [], warnings: [], failure: undefined };
  const packed: TarEntry[] = [];
  const reader = createTarReader((entry) => packed.push(entry), order.signal);
  const packing = startPacking(order);
  const unpacking = order.to === undefined ? undefined : startUnpacking(order.to, order.signal);
  const tapped = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      await reader.push(chunk);
      yield chunk;
    }
  };
  const moved = unpacking === undefined ? drain(tapped(packing.packed)) : pour(tapped(packing.packed), unpacking);
  const ends = await Promise.allSettled([moved, packing.ended, unpacking?.ended]);
  order.signal.throwIfAborted();
  const { warnings, failure } = judged(ends);
  const entries = failure === undefined ? listed(packed, order.top) : [];
  if (entries === undefined || (failure === undefined && !reader.isWhole())) throw unreadable("it does not end");
  return { entries, warnings, failure };
}

type Settled<T> = PromiseSettledResult<T>;

/** The one that failed first is the cause, the others' failures follow from it: whoever packs fails by itself, or by a signal. */
function judged([moved, packing, unpacking]: [Settled<void>, Settled<Ended>, Settled<Ended | undefined>]) {
  if (packing.status === "rejected") throw packing.reason;
  if (unpacking.status === "rejected") throw unpacking.reason;
  if (moved.status === "rejected" && moved.reason instanceof OrchestratorError) throw moved.reason;
  const complaints = complaintsOf(packing.value);
  if (packing.value.exitCode !== undefined && complaints.failure !== undefined) return complaints;
  const failure = unpacking.value && unpackFailure(unpacking.value);
  if (failure !== undefined) throw failure;
  if (moved.status === "rejected") throw moved.reason;
  return complaints;
}
