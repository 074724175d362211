// Who gets which bytes of a stream, and when: straight from it, from where they are stored, or not any more. One payload moves at a
// time, towards its one consumer or into a file, and everybody else waits for that or for their turn.

import { inBundle } from "../bundle-file.js";
import { bundleFault } from "../fault.js";
import { artifactOf } from "../read-head.js";
import type { Passage } from "./passage.js";
import type { Leaving, Signalling } from "./signalling.js";
import { releaseIfDone, type Slot } from "./slots.js";
import { createSpool } from "./spool.js";
import type { SpoolFolder } from "./spool-folder.js";

export interface Course {
  /** Of the stream, for messages. */
  readonly shown: string;
  readonly folder: SpoolFolder;
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

/** The whole artifact, for one consumer. Fails with BUNDLE_…. */
export async function* contentOf(course: Course, slot: Slot, leaving: Leaving): AsyncGenerator<Buffer, void, void> {
  slot.readers += 1;
  try {
    while (!leaving.hasLeft()) {
      if (slot.spool !== undefined) return yield* slot.spool.follow(leaving);
      if (course.isClosed || course.position > slot.index) throw gone(slot);
      if (course.broken !== undefined) throw course.broken;
      if (!course.isMoving) {
        if (course.position === slot.index && slot.remaining <= 1) return yield* direct(course, slot, leaving);
        if (!isAwaited(course, slot)) void move(course);
      }
      if (slot.spool === undefined) await course.signalling.changed();
    }
  } catch (thrown) {
    throw inBundle(`${course.shown}#${slot.index}`, thrown);
  } finally {
    slot.readers -= 1;
    await releaseIfDone(slot);
  }
}

/** Somebody who is at work will take the artifact that is in the way, or end without it. */
function isAwaited({ slots, position }: Course, { index }: Slot): boolean {
  const next = slots[position];
  return position !== index && next !== undefined && next.remaining > 0 && next.running > 0;
}

/** From the stream to its one consumer. */
async function* direct(course: Course, slot: Slot, leaving: Leaving): AsyncGenerator<Buffer, void, void> {
  course.isMoving = true;
  const { passage, signalling } = course;
  try {
    await leaving.or(passage.enter(slot.index));
    if (leaving.hasLeft()) return;
    yield slot.header;
    yield* passage.payload(leaving);
    if (leaving.hasLeft()) return;
    passage.verify();
    await leaving.or(passage.finish());
  } catch (thrown) {
    if (passage.isBroken()) course.broken = thrown;
    throw thrown;
  } finally {
    if (passage.hasEntered(slot.index)) course.position = slot.index + 1;
    course.isMoving = false;
    signalling.change();
  }
}

/** Past the next artifact: stored where somebody will want it, else skipped. Never rejects. */
async function move(course: Course): Promise<void> {
  const { passage, slots, position, folder, signalling } = course;
  const slot = slots[position];
  if (slot === undefined) return;
  course.isMoving = true;
  try {
    if (slot.remaining > 0) {
      const spool = createSpool(slot.artifact, slot.index, folder);
      slot.spool = spool;
      signalling.change();
      await spool.fill(whole(passage, slot));
    } else await passage.enter(position);
  } catch (thrown) {
    slot.failure = thrown;
    if (passage.isBroken()) course.broken = thrown;
  } finally {
    course.position = position + 1;
    course.isMoving = false;
    signalling.change();
  }
}

async function* whole(passage: Passage, slot: Slot): AsyncGenerator<Buffer, void, void> {
  await passage.enter(slot.index);
  yield slot.header;
  yield* passage.payload();
  await passage.finish();
}

/** All that is still needed and has not passed. Rejects with BUNDLE_…. */
export async function storeRest(course: Course): Promise<void> {
  const { slots, signalling, isClosed } = course;
  if (isClosed) return;
  while (course.broken === undefined && slots.some((slot) => slot.index >= course.position && slot.remaining > 0)) {
    if (course.isMoving) await signalling.changed();
    else await move(course);
  }
  const failure = course.broken ?? slots.find((slot) => slot.remaining > 0 && slot.failure !== undefined)?.failure;
  if (failure !== undefined) throw inBundle(course.shown, failure);
}

function gone({ artifact }: Slot) {
  return bundleFault("BUNDLE_STREAM_GONE", `${artifactOf(artifact)} has passed, and nobody was expected to need it`);
}
