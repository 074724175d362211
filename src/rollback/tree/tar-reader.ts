// Follows the bytes that tar packs, on their way to the one that unpacks them: of each entry its attributes, and the digests of its
// content and of its extended attributes. So what is noted of a tree is what went into its copy, and each byte is read once. Not a
// reader of any tar: the format is what GNU tar writes with --format=posix.

import { setImmediate } from "node:timers/promises";
import { digestOfHolesAndData, digestOfPlain } from "./tar-content.js";
import { attributesOf, headerOf, type TarHeader, unreadable } from "./tar-header.js";
import { paxRecords } from "./tar-pax.js";
import { exactly, type Taking, type Wish } from "./tar-taking.js";

export interface TarEntry extends TarHeader {
  /** sha256 in hex of the content; undefined for what has none. */
  readonly sha256: string | undefined;
  /** sha256 in hex of the extended attributes, ACLs among them; undefined where there are none. */
  readonly attributes: string | undefined;
}

export interface TarReader {
  push(chunk: Buffer): Promise<void>;
  /** Whether the archive has come to its end mark. */
  isWhole(): boolean;
}

const LARGEST_RECORDS = 8 * 1024 * 1024;

export function createTarReader(onEntry: (entry: TarEntry) => void, signal: AbortSignal): TarReader {
  const reading = readAll(onEntry);
  let step = reading.next();
  let held: Buffer = Buffer.alloc(0);
  const push = async (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (step.done !== true) {
      const given = servingOf(step.value, held);
      if (given === undefined) return;
      // A hole of a terabyte takes minutes, in which nothing else asks.
      if (step.value.kind === "pause") await setImmediate(undefined, { signal });
      held = held.subarray(given.length);
      step = reading.next(given);
    }
    held = Buffer.alloc(0); // What pads the archive to its last record.
  };
  return { push, isWhole: () => step.done === true };
}

/** Undefined where there is not enough yet. */
function servingOf(wish: Wish, held: Buffer): Buffer | undefined {
  switch (wish.kind) {
    case "exactly":
      return held.length < wish.bytes ? undefined : held.subarray(0, wish.bytes);
    case "some":
      return held.length === 0 ? undefined : held.subarray(0, wish.most);
    case "pause":
      return held.subarray(0, 0);
  }
}

function* readAll(onEntry: (entry: TarEntry) => void): Taking<void> {
  let records: ReadonlyMap<string, Buffer> = new Map();
  for (;;) {
    const header = headerOf(yield* exactly(512), records);
    if (header === undefined) return;
    if (header.type === "x") {
      if (header.storedBytes > LARGEST_RECORDS) throw unreadable("an extended header is too long");
      records = paxRecords((yield* exactly(padded(header.storedBytes))).subarray(0, header.storedBytes));
    } else {
      onEntry(yield* entryOf(header, records));
      records = new Map();
    }
  }
}

function* entryOf(header: TarHeader, records: ReadonlyMap<string, Buffer>): Taking<TarEntry> {
  const attributes = attributesOf(records);
  if (header.type !== "f") return { ...header, sha256: undefined, attributes };
  const isSparse = records.get("GNU.sparse.major")?.toString() === "1";
  const sha256 = yield* isSparse ? digestOfHolesAndData(header) : digestOfPlain(header.storedBytes);
  return { ...header, sha256, attributes };
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 512) * 512;
}
