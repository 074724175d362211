// Unpacks a gzip stream of exactly one member (RFC 1952). Node's own gunzip takes further members and ignores zeros after
// the last, so two readers could see two contents in the same bytes; here the framing is read by hand and anything after
// the trailer is refused.

import type { TransformOptions } from "node:stream";
import { crc32, createInflateRaw, type InflateRaw, type ZlibOptions } from "node:zlib";
import { messageOf, OrchestratorError } from "../../base/index.js";
import { fault } from "../fault.js";
import { LARGE_CHUNK_BYTES } from "../limits.js";
import { parseGzipHeader } from "./gzip-header.js";

const TRAILER_BYTES = 8;
/** Unpacks up to two chunks ahead of the reader, so that unpacking and hashing run on different cores. */
const AHEAD: ZlibOptions & TransformOptions = { chunkSize: LARGE_CHUNK_BYTES, highWaterMark: 2 * LARGE_CHUNK_BYTES };

/** @param what the compressed member's name, for messages. */
export async function* gunzip(bytes: AsyncIterable<Buffer>, what: string): AsyncGenerator<Buffer, void, void> {
  const inflate = createInflateRaw(AHEAD);
  const feeding = feed(bytes, inflate, what);
  feeding.catch(() => undefined); // Awaited below; it may fail while the reader is not asking for more.
  let checksum = 0;
  let length = 0;
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      length += chunk.length;
      yield chunk;
    }
    checkTrailer(await feeding, { checksum, length }, what);
  } catch (thrown) {
    throw explain(thrown, what);
  } finally {
    inflate.destroy();
    await feeding.catch(() => undefined); // its fault destroyed the inflater, and came out of the loop above
  }
}

/** Gives the inflater the deflate stream; resolves to what stands behind it. */
async function feed(bytes: AsyncIterable<Buffer>, inflate: InflateRaw, what: string): Promise<Buffer> {
  let header: Buffer | undefined = Buffer.alloc(0);
  let trailer: Buffer | undefined;
  try {
    for await (const chunk of bytes) {
      let rest = chunk;
      if (header !== undefined) {
        header = header.length === 0 ? chunk : Buffer.concat([header, chunk]);
        const headerBytes = parseGzipHeader(header, what);
        if (headerBytes === undefined) continue;
        rest = header.subarray(headerBytes);
        header = undefined;
      }
      if (trailer === undefined) trailer = await write(inflate, rest);
      else trailer = Buffer.concat([trailer, rest]);
      if (trailer !== undefined && trailer.length > TRAILER_BYTES) throw trailing(what);
    }
    if (header !== undefined) throw truncated(what);
    inflate.end();
    return trailer ?? Buffer.alloc(0);
  } catch (thrown) {
    inflate.destroy(thrown instanceof Error ? thrown : new Error(messageOf(thrown)));
    throw thrown;
  }
}

/**
 * Resolves to what the inflater did not take because its stream has ended, or undefined if it goes on. A destroyed
 * inflater never answers the write it was busy with, hence the listener.
 */
function write(inflate: InflateRaw, chunk: Buffer): Promise<Buffer | undefined> {
  const before = inflate.bytesWritten;
  return new Promise((resolve, reject) => {
    const abandoned = () => reject(new Error("the inflater was closed"));
    inflate.once("close", abandoned);
    inflate.write(chunk, (error) => {
      inflate.off("close", abandoned);
      const taken = inflate.bytesWritten - before;
      if (error) reject(error);
      else resolve(taken === chunk.length ? undefined : chunk.subarray(taken));
    });
  });
}

function checkTrailer(trailer: Buffer, actual: { checksum: number; length: number }, what: string): void {
  if (trailer.length < TRAILER_BYTES) throw truncated(what);
  const isIntact = trailer.readUInt32LE(0) === actual.checksum && trailer.readUInt32LE(4) === actual.length % 2 ** 32;
  if (!isIntact) throw fault("ARTIFACT_DAMAGED", `${what}: the gzip checksum does not fit its content`);
}

function explain(thrown: unknown, what: string): unknown {
  if (thrown instanceof OrchestratorError || !(thrown instanceof Error) || !("code" in thrown)) return thrown;
  if (thrown.code === "Z_BUF_ERROR") return truncated(what);
  if (thrown.code !== "Z_DATA_ERROR") return thrown;
  return fault("ARTIFACT_DAMAGED", `${what} cannot be unpacked: ${thrown.message}`, thrown);
}

function truncated(what: string): OrchestratorError {
  return fault("ARTIFACT_TRUNCATED", `${what} ends in the middle of its compressed data`);
}

function trailing(what: string): OrchestratorError {
  return fault("ARTIFACT_TRAILING_DATA", `${what}: something follows the compressed data`);
}
