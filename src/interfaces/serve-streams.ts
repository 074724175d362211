// Serves Download (interface-protocol, section 4): stream-next gives the name of one stream at a time, each stream gives
// its content once, in that order. Says how the interface took it; the pipes themselves are streams-tree's.
//
// Every line is given through a pipe of its own: after a reader has opened stream-next, and before it gets its line, a
// fresh pipe takes that place. So nobody can get two lines in one read, and a reader found on the fresh pipe while a
// stream is still untaken has certainly broken the order.
//
// When something is wrong, the pipes being read stay open until close(): closed, they would look like the proper end of
// a damaged payload.

import type { Readable } from "node:stream";
import type { PipePool } from "./pipe-pool.js";
import { finish, pour } from "./pour.js";
import { createStreamsTree, type StreamsTree, type Visitor } from "./streams-tree.js";
import { STREAMS } from "./work-dir.js";

export interface StreamEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly content: Readable;
}

export interface StreamsRequest {
  readonly workDir: string;
  readonly pool: PipePool;
  /** Called when the interface wants the first stream, not before. */
  entries(): AsyncIterator<StreamEntry>;
  readonly withSizes: boolean;
  /** Aborted when the interface has ended: nobody will open a pipe any more. */
  readonly signal: AbortSignal;
  /** Aborted somewhat later: what the interface had read by its end is known by then, or never. */
  readonly giveUp: AbortSignal;
  onBytes(entry: StreamEntry, count: number): void;
}

/** `untouched`: stream-next was never opened. `taken`: all streams were read, and so verified. */
export type StreamsEnd =
  | { readonly kind: "untouched" }
  | { readonly kind: "taken" }
  | { readonly kind: "fault"; readonly message: string };

export interface StreamServer {
  /** Rejects only with what the entries reject with, and with system errors of the work dir. */
  readonly end: Promise<StreamsEnd>;
  /** Closes what is open and removes the streams tree. To be called when the interface is gone. */
  close(): Promise<void>;
}

/** Throws system errors of the work dir. */
export async function serveStreams(request: StreamsRequest): Promise<StreamServer> {
  const tree = await createStreamsTree(request);
  return { end: serve(request, tree), close: tree.close };
}

async function serve(request: StreamsRequest, tree: StreamsTree): Promise<StreamsEnd> {
  const visitor = await tree.visitor();
  if (visitor === undefined) return { kind: "untouched" };
  const entries = request.entries();
  try {
    return await serveAll(request, tree, { entries, visitor });
  } finally {
    // Ends the archive's reading. Not awaited: what it reads from may stand still, and its content is destroyed already.
    void entries.return?.().catch(() => undefined);
  }
}

/** The next entry is fetched before stream-next is asked for again: only then is the one before known to be good. */
async function serveAll(
  request: StreamsRequest,
  tree: StreamsTree,
  start: { readonly entries: AsyncIterator<StreamEntry>; readonly visitor: Visitor },
): Promise<StreamsEnd> {
  let visitor: Visitor | undefined = start.visitor;
  let next = await start.entries.next();
  while (next.done !== true) {
    const fault = await serveOne(request, tree, { entry: next.value, visitor });
    if (fault !== undefined) return { kind: "fault", message: fault };
    next = await start.entries.next();
    visitor = await tree.visitor();
    if (visitor !== undefined) continue;
    if (next.done === true) return { kind: "taken" };
    return { kind: "fault", message: `ended without asking for the stream ${STREAMS}/${next.value.name}` };
  }
  tree.tellEnd(visitor);
  return { kind: "taken" };
}

/** What the interface did wrong, if anything. */
async function serveOne(
  request: StreamsRequest,
  tree: StreamsTree,
  step: { readonly entry: StreamEntry; readonly visitor: Visitor },
): Promise<string | undefined> {
  const { entry } = step;
  const path = `${STREAMS}/${entry.name}`;
  const offered = await tree.offer(entry.name);
  const line = request.withSizes ? `${path} ${entry.sizeBytes}\n` : `${path}\n`;
  for (let visitor: Visitor | undefined = step.visitor; !tree.tell(visitor, line); ) {
    visitor = await tree.visitor(); // The one before opened stream-next and left without reading.
    if (visitor === undefined) return `ended without reading the stream ${path}`;
  }
  const taker = await offered.taker();
  if (taker === "aborted") return `ended without reading the stream ${path}`;
  if (taker === "disorder") return `asked for the next stream before it had opened ${path}`;
  const onBytes = (count: number) => request.onBytes(entry, count);
  const poured = await pour(entry.content, taker, { sizeBytes: entry.sizeBytes, signal: request.giveUp, onBytes });
  const end = poured === "done" ? await finish(taker, request.giveUp) : poured;
  return end === "done" ? undefined : `stopped reading the stream ${path} before its end`;
}
