// A bundle that comes through standard input. Its artifacts pass once and in their order; each goes straight to whoever needs it
// when its turn comes. Only what is needed later, or by several, is stored until then (spool.ts). What nobody needs is skipped
// when something behind it is wanted, and the rest is never read. Behind the last artifact, once it was taken, the stream must end.
//
// Whoever needs an artifact further back waits for those before it, as long as they are about to be taken; what has to be stored
// depends on who is at work, not on time. Nothing here waits for a limited time: a silent writer is normal.

import type { Readable } from "node:stream";
import type { OpenedBytes } from "../../open-bytes.js";
import { streamOf } from "../../stream-of.js";
import { inBundle } from "../bundle-file.js";
import { createByteQueue } from "../byte-queue.js";
import { bundleFault } from "../fault.js";
import { type BundleHead, readHead } from "../read-head.js";
import { type Course, contentOf, storeRest } from "./course.js";
import { createPassage } from "./passage.js";
import { createLeaving, createSignalling } from "./signalling.js";
import { createSlots, releaseIfDone, type Slot } from "./slots.js";
import type { Spool } from "./spool.js";
import type { SpoolFolder } from "./spool-folder.js";

export interface StreamBundle {
  readonly head: BundleHead;
  /** How often each artifact will be consumed; before anything but headers is opened. */
  expect(consumers: ReadonlyMap<number, number>): Promise<void>;
  /** One consumer at work: while it runs it may open the artifact, once; afterwards it is one less. */
  consume<Result>(index: number, work: () => Promise<Result>): Promise<Result>;
  /** One consumer less, that has been served. */
  release(index: number): Promise<void>;
  /** The stream may fail with BUNDLE_…. */
  open(index: number, part?: "header"): Promise<OpenedBytes>;
  /** Stores what is still needed, for a process that goes on after this one. Rejects with BUNDLE_…. */
  storeRest(): Promise<void>;
  /** Nothing more is needed: leaves the stream, and removes what was stored for this process. */
  close(): Promise<void>;
  /** Leaves the stream, and leaves what was stored to whoever goes on. */
  leave(): Promise<void>;
}

export interface StreamSource {
  readonly stream: Readable;
  /** For messages. */
  readonly shown: string;
  readonly folder: SpoolFolder;
  /** Ends the reading of the head. */
  readonly signal?: AbortSignal;
}

/** Reads everything before the payloads. Rejects with BUNDLE_…, or, after the signal, with anything. */
export async function openStreamBundle(source: StreamSource): Promise<StreamBundle> {
  const { stream, shown, signal, folder } = source;
  const leave = () => void stream.destroy();
  stream.on("error", () => undefined); // what it says comes out of reading
  signal?.addEventListener("abort", leave);
  try {
    const queue = createByteQueue(stream, shown);
    const head = await readHead(queue);
    const course: Course = {
      ...{
        shown,
        folder,
        slots: createSlots(head),
        signalling: createSignalling(),
        passage: createPassage(queue, head),
      },
      ...{ position: 0, isMoving: false, isClosed: false, broken: undefined },
    };
    return { head, ...operationsOf(course, stream) };
  } catch (thrown) {
    leave();
    throw inBundle(shown, thrown);
  } finally {
    signal?.removeEventListener("abort", leave);
  }
}

function operationsOf(course: Course, source: Readable): Omit<StreamBundle, "head"> {
  const { slots, signalling, folder } = course;
  const slotOf = (index: number): Slot => slots[index] ?? missing(index);
  const release = async (slot: Slot): Promise<void> => {
    slot.remaining = Math.max(slot.remaining - 1, 0);
    signalling.change();
    await releaseIfDone(slot);
  };
  const leaveStream = (): void => {
    course.isClosed = true;
    source.destroy();
    signalling.change();
  };
  const ofUnread = async (end: (spool: Spool) => Promise<void>): Promise<void> => {
    await Promise.all(
      slots.map(async ({ spool, readers }) => readers === 0 && spool !== undefined && (await end(spool))),
    );
  };
  return {
    leave: async () => {
      leaveStream();
      await ofUnread((spool) => spool.close());
    },
    expect: async (consumers) => {
      for (const [index, count] of consumers) {
        slotOf(index).remaining += count;
        await folder.keepHeader(index, slotOf(index).header);
      }
    },
    consume: async (index, work) => {
      const slot = slotOf(index);
      slot.running += 1;
      try {
        return await work();
      } finally {
        slot.running -= 1;
        await release(slot);
      }
    },
    release: async (index) => await release(slotOf(index)),
    open: async (index, part) => openSlot(course, slotOf(index), part),
    storeRest: async () => await storeRest(course),
    close: async () => {
      leaveStream();
      await ofUnread((spool) => spool.remove());
      await folder.clear();
    },
  };
}

function openSlot(course: Course, slot: Slot, part: "header" | undefined): OpenedBytes {
  const leaving = createLeaving();
  const leave = (): void => {
    leaving.leave();
    course.signalling.change();
    slot.spool?.wake();
  };
  const chunks = part === "header" ? headerOf(slot) : contentOf(course, slot, leaving);
  return { sizeBytes: slot.artifact.sizeBytes, stream: streamOf(chunks, leave) };
}

async function* headerOf({ header }: Slot): AsyncGenerator<Buffer, void, void> {
  yield header;
}

function missing(index: number): never {
  throw bundleFault("BUNDLE_ARTIFACT_MISSING", `there is no artifact ${index} in the bundle`);
}
