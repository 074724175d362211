// What is known of each artifact of a stream: who needs it still, who is at work, and where it is stored, if it is.

import type { IndexArtifact } from "../bundle-index.js";
import type { BundleHead } from "../read-head.js";
import type { Spool } from "./spool.js";

export interface Slot {
  readonly index: number;
  readonly artifact: IndexArtifact;
  readonly header: Buffer;
  /** Consumers that have not ended. */
  remaining: number;
  /** Those of them that are at work. */
  running: number;
  /** Streams that are open. */
  readers: number;
  spool: Spool | undefined;
  /** Why it could not be stored. */
  failure: unknown;
}

export function createSlots({ index, headers }: BundleHead): readonly Slot[] {
  return index.artifacts.map((artifact, i) => ({
    ...{ index: i, artifact, header: headers[i] ?? Buffer.alloc(0) },
    ...{ remaining: 0, running: 0, readers: 0, spool: undefined, failure: undefined },
  }));
}

/** Frees the disk when nobody needs the artifact any more. */
export async function releaseIfDone({ remaining, readers, spool }: Slot): Promise<void> {
  if (remaining === 0 && readers === 0) await spool?.remove();
}
