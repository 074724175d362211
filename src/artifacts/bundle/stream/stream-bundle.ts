// A bundle that comes through standard input. Its artifacts pass once and in their order; each goes straight to whoever needs it
// when its turn comes. Only what is needed later, or by several, is stored until then (spool.ts). What nobody needs is skipped
// when something behind it is wanted, and the rest is never read.
//
// Whoever needs an artifact further back waits for those before it, as long as they are about to be taken; what has to be stored
// depends on who is at work, not on time. Nothing here waits for a limited time: a silent writer is normal.

import type { Readable } from "node:stream";
import type { OpenedBytes } from "../../open-bytes.js";
import { streamOf } from "../../stream-of.js";
import { inBundle } from "../bundle-file.js";
import { createByteQueue } from "../byte-queue.js";
import { bundleFault } from "../fault.js";
import { artifactOf, type BundleHead, readHead } from "../read-head.js";
import { createPassage, type Passage } from "./passage.js";
import { createLeaving, createSignalling, type Leaving, type Signalling } from "./signalling.js";
import { createSlots, releaseIfDone, type Slot } from "./slots.js";
import { createSpool } from "./spool.js";
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
  leave(): void;
}

export interface StreamSource {
  readonly stream: Readable;
  /** For messages. */
  readonly shown: string;
  readonly folder: SpoolFolder;
  /** Ends the reading of the head. */
  readonly signal?: AbortSignal;
}

interface State {
  readonly source: StreamSource;
  readonly passage: Passage;
  readonly slots: readonly Slot[];
  readonly signalling: Signalling;
  /** Of the payload that is next. */
  position: number;
  isMoving: boolean;
  isClosed: boolean;
  /** Why nothing more can be had of the stream. */
  broken: unknown;
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
    const state: State = {
      ...{ source, slots: createSlots(head), signalling: createSignalling(), passage: createPassage(queue, head) },
      ...{ position: 0, isMoving: false, isClosed: false, broken: undefined },
    };
    return { head, ...operationsOf(state, folder) };
  } catch (thrown) {
    leave();
    throw inBundle(shown, thrown);
  } finally {
    signal?.removeEventListener("abort", leave);
  }
}

function operationsOf(state: State, folder: SpoolFolder): Omit<StreamBundle, "head"> {
  const { slots, signalling, source } = state;
  const slotOf = (index: number): Slot => slots[index] ?? missing(index);
  const release = async (slot: Slot): Promise<void> => {
    slot.remaining = Math.max(slot.remaining - 1, 0);
    signalling.change();
    await releaseIfDone(slot);
  };
  const leave = (): void => {
    state.isClosed = true;
    source.stream.destroy();
    signalling.change();
  };
  return {
    leave,
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
    open: async (index, part) => openSlot(state, slotOf(index), part),
    storeRest: async () => await storeRest(state),
    close: async () => {
      leave();
      await Promise.all(slots.map(async ({ spool, readers }) => readers === 0 && (await spool?.remove())));
      await folder.clear();
    },
  };
}

function openSlot(state: State, slot: Slot, part: "header" | undefined): OpenedBytes {
  const leaving = createLeaving();
  const leave = (): void => {
    leaving.leave();
    state.signalling.change();
    slot.spool?.wake();
  };
  const chunks = part === "header" ? headerOf(slot) : contentOf(state, slot, leaving);
  return { sizeBytes: slot.artifact.sizeBytes, stream: streamOf(chunks, leave) };
}

async function* headerOf({ header }: Slot): AsyncGenerator<Buffer, void, void> {
  yield header;
}

async function* contentOf(state: State, slot: Slot, leaving: Leaving): AsyncGenerator<Buffer, void, void> {
  slot.readers += 1;
  try {
    while (!leaving.hasLeft()) {
      if (slot.spool !== undefined) return yield* slot.spool.follow(leaving);
      if (state.isClosed || state.position > slot.index) throw gone(slot);
      if (state.broken !== undefined) throw state.broken;
      if (!state.isMoving) {
        if (state.position === slot.index && slot.remaining <= 1) return yield* direct(state, slot, leaving);
        if (!isAwaited(state, slot)) void move(state);
      }
      if (slot.spool === undefined) await state.signalling.changed();
    }
  } catch (thrown) {
    throw inBundle(`${state.source.shown}#${slot.index}`, thrown);
  } finally {
    slot.readers -= 1;
    await releaseIfDone(slot);
  }
}

/** Somebody who is at work will take the artifact that is in the way, or end without it. */
function isAwaited({ slots, position }: State, { index }: Slot): boolean {
  const next = slots[position];
  return position !== index && next !== undefined && next.remaining > 0 && next.running > 0;
}

/** From the stream to its one consumer. */
async function* direct(state: State, slot: Slot, leaving: Leaving): AsyncGenerator<Buffer, void, void> {
  state.isMoving = true;
  const { passage, signalling } = state;
  try {
    await leaving.or(passage.enter(slot.index));
    if (leaving.hasLeft()) return;
    yield slot.header;
    yield* passage.payload(leaving);
    if (!leaving.hasLeft()) passage.verify();
  } catch (thrown) {
    if (passage.isBroken()) state.broken = thrown;
    throw thrown;
  } finally {
    if (passage.hasEntered(slot.index)) state.position = slot.index + 1;
    state.isMoving = false;
    signalling.change();
  }
}

/** Past the next artifact: stored where somebody will want it, else skipped. Never rejects. */
async function move(state: State): Promise<void> {
  const { passage, slots, position, source, signalling } = state;
  const slot = slots[position];
  if (slot === undefined) return;
  state.isMoving = true;
  try {
    if (slot.remaining > 0) {
      const spool = createSpool(slot.artifact, slot.index, source.folder);
      slot.spool = spool;
      signalling.change();
      await spool.fill(whole(passage, slot));
    } else await passage.enter(position);
  } catch (thrown) {
    slot.failure = thrown;
    if (passage.isBroken()) state.broken = thrown;
  } finally {
    state.position = position + 1;
    state.isMoving = false;
    signalling.change();
  }
}

async function* whole(passage: Passage, slot: Slot): AsyncGenerator<Buffer, void, void> {
  await passage.enter(slot.index);
  yield slot.header;
  yield* passage.payload();
}

async function storeRest(state: State): Promise<void> {
  const { slots, signalling, isClosed } = state;
  if (isClosed) return;
  while (state.broken === undefined && slots.some((slot) => slot.index >= state.position && slot.remaining > 0)) {
    if (state.isMoving) await signalling.changed();
    else await move(state);
  }
  const failure = state.broken ?? slots.find((slot) => slot.remaining > 0 && slot.failure !== undefined)?.failure;
  if (failure !== undefined) throw inBundle(state.source.shown, failure);
}

function gone({ artifact }: Slot) {
  return bundleFault("BUNDLE_STREAM_GONE", `${artifactOf(artifact)} has passed, and nobody was expected to need it`);
}

function missing(index: number): never {
  throw bundleFault("BUNDLE_ARTIFACT_MISSING", `there is no artifact ${index} in the bundle`);
}
