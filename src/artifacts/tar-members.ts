// The members of a tar, one by one, as they stream past. tar-stream parses; here it is driven by the reader, so that
// nothing is read before it is wanted, and held to what it does not check itself: the end-of-archive marker (two blocks of
// zeros), nothing but zeros after it, a bound on extended headers, and the rules of tar-rules.ts. No names and no checksums are
// judged here.

import { extract as createExtract, type Extract, type ExtractEvents, type Header } from "tar-stream";
import { invariant, messageOf, OrchestratorError } from "../base/index.js";
import { type Walker, walk } from "./compression/framed.js";
import { fault } from "./fault.js";
import { MAX_TAR_OVERHEAD_BYTES, READ_CHUNK_BYTES } from "./limits.js";
import { BLOCK, tarFrame } from "./tar-rules.js";

type Entry = ExtractEvents["entry"][1];

export interface TarMember {
  readonly name: string;
  readonly sizeBytes: number;
  readonly isRegular: boolean;
  readonly modifiedAt: Date;
  /** Where in the tar the next member begins: behind the content and what fills its last block. */
  readonly endOffset: number;
  /** The next bytes of the content, undefined at its end. What is not read is skipped. */
  read(): Promise<Buffer | undefined>;
}

/** Where the parser is: bytes given to it, and where the content of the newest member ends, padding included. */
interface Position {
  fed: number;
  contentEnd: number;
}

interface Parsing {
  readonly extract: Extract;
  readonly position: Position;
  readonly rules: Walker;
  readonly what: string;
}

/** @param what what the tar is, for messages: "the artifact", "header.tar.gz". */
export async function* tarMembers(bytes: AsyncIterable<Buffer>, what: string): AsyncGenerator<TarMember, void, void> {
  const extract = createExtract({ highWaterMark: 1 }); // Each chunk is waited for: refusals come in the order of the bytes.
  const position: Position = { fed: 0, contentEnd: 0 };
  const parsing: Parsing = { extract, position, rules: walk(tarFrame(what)), what };
  extract.on("entry", (header: Header & { readonly byteOffset?: number }) => {
    position.contentEnd = (header.byteOffset ?? 0) + Math.ceil(header.size / BLOCK) * BLOCK;
  });
  const feeding = feed(bytes, parsing);
  try {
    for await (const entry of extract) {
      const member = memberOf(entry, parsing);
      yield member;
      while ((await member.read()) !== undefined);
    }
    if (!parsing.rules.isAtEnd()) throw truncated(what);
  } catch (thrown) {
    throw explain(thrown, parsing);
  } finally {
    extract.destroy();
    await feeding;
  }
}

function memberOf(entry: Entry, parsing: Parsing): TarMember {
  const { name, size, type, mtime } = entry.header;
  const chunks = entry[Symbol.asyncIterator]();
  const read = async () => {
    try {
      const next = await chunks.next();
      if (next.done === true) return undefined;
      invariant(Buffer.isBuffer(next.value), "the tar parser hands on the buffers it was given");
      return next.value;
    } catch (thrown) {
      throw explain(thrown, parsing);
    }
  };
  const endOffset = parsing.position.contentEnd;
  return { name, sizeBytes: size, isRegular: type === "file", modifiedAt: mtime, endOffset, read };
}

/** Gives the parser its bytes at the pace at which members are read. Never rejects: a fault destroys the parser. */
async function feed(bytes: AsyncIterable<Buffer>, { extract, position, rules }: Parsing): Promise<void> {
  try {
    for await (const chunk of inPieces(bytes, position)) {
      if (extract.destroyed) return;
      // The parser has seen all it was given, so whatever lies behind the last content was no member.
      if (position.fed - position.contentEnd > MAX_TAR_OVERHEAD_BYTES) throw overhead();
      const { sound, refusal } = examined(chunk, rules);
      position.fed += sound.length;
      if (sound.length > 0 && !extract.write(sound)) await drained(extract);
      if (extract.destroyed) return;
      if (refusal !== undefined) throw refusal;
    }
    extract.end(null);
  } catch (thrown) {
    extract.destroy(thrown instanceof Error ? thrown : new Error(messageOf(thrown)));
  }
}

/** Beside the members' content they are small, however large the chunks are: what is not content is bounded for all of them alike. */
async function* inPieces(bytes: AsyncIterable<Buffer>, position: Position): AsyncGenerator<Buffer, void, void> {
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; ) {
      const end = at + Math.max(position.contentEnd - position.fed, READ_CHUNK_BYTES);
      yield chunk.subarray(at, end);
      at = end;
    }
  }
}

/** What stands before the first breach of the rules is still parsed, and may be wrong in other ways. */
function examined(chunk: Buffer, rules: Walker): { readonly sound: Buffer; readonly refusal?: unknown } {
  try {
    rules.take(chunk);
    return { sound: chunk };
  } catch (refusal) {
    return { sound: chunk.subarray(0, rules.soundBytes()), refusal };
  }
}

function drained(extract: Extract): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      extract.off("drain", settle);
      extract.off("close", settle);
      resolve();
    };
    extract.on("drain", settle);
    extract.on("close", settle);
  });
}

/** What the parser's own errors mean; ours, and those of the byte source, pass. Up to the end marker, the rules came first. */
function explain(thrown: unknown, { what, rules }: Parsing): unknown {
  if (thrown instanceof OrchestratorError) return thrown;
  const isOfParser = /^(Unexpected end of data|Invalid (tar )?header|Header exceeds)/.test(messageOf(thrown));
  if (!isOfParser) return thrown;
  return rules.isAtEnd() ? trailing(what, thrown) : truncated(what);
}

function truncated(what: string): OrchestratorError {
  return fault("ARTIFACT_TRUNCATED", `${what} ends too early`);
}

function trailing(what: string, thrown: unknown): OrchestratorError {
  return fault("ARTIFACT_TRAILING_DATA", `${what}: something follows the end of the archive`, thrown);
}

function overhead(): OrchestratorError {
  const limit = `${MAX_TAR_OVERHEAD_BYTES} bytes`;
  return fault("ARTIFACT_MEMBER_TOO_LARGE", `extended headers or padding of more than ${limit} in a tar`);
}
