// Reads an artifact from any stream of bytes, in one pass: the header first, then the payload from where the header
// ended. Memory does not depend on the artifact's size.

import type { Readable } from "node:stream";
import { invariant } from "../base/index.js";
import type { VerifyKey } from "../signing/index.js";
import { artifactParts } from "./artifact-parts.js";
import { decompress } from "./compression/index.js";
import { payloadFiles } from "./payload.js";
import { type HeaderReading, type ReadHeader, readHeaderParts } from "./read-header.js";
import { chunksOf } from "./read-whole.js";
import type { VerifiedFile } from "./verified-file.js";

/** One file of the payload; see PayloadFile of the engine's ports. `modifiedAt` is what the artifact says, unverified. */
export type ReadFile = VerifiedFile["file"];

export interface ArtifactReading {
  readonly header: ReadHeader;
  readonly signed: HeaderReading["signed"];
  /**
   * The payload, once. Ends normally only if every byte up to the end of the artifact was verified. Each content must be
   * read to its end, or destroyed, before the next file.
   */
  files(): AsyncGenerator<ReadFile, void, void>;
  /** Frees everything, the stream included. Needed unless `files` was iterated or left. */
  close(): Promise<void>;
}

/**
 * Reads and verifies the header. Throws OrchestratorError (`ARTIFACT_…`) and destroys the stream if it is wrong.
 * @param trusted one of these keys must have signed the artifact; where there are none, nobody need have
 */
export async function readArtifact(stream: Readable, trusted: readonly VerifyKey[] = []): Promise<ArtifactReading> {
  const parts = artifactParts(stream);
  const release = () => {
    if (!stream.readableEnded) stream.destroy();
  };
  const close = async () => {
    release();
    await parts.return();
  };
  try {
    const { header, checksums, signed, data } = await readHeaderParts(parts, trusted);
    const { member, compression } = data;
    const bytes = decompress(chunksOf(member), compression, member.name);
    let isStarted = false;
    const files = async function* () {
      invariant(!isStarted, "a stream can be read once");
      isStarted = true;
      try {
        yield* payloadFiles({ bytes, what: member.name, checksums, release });
        const rest = await parts.next();
        invariant(rest.done === true, "nothing follows the payload");
      } finally {
        await close();
      }
    };
    return { header, signed, files, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** Reads all of the payload and keeps nothing: an artifact that is all right ends normally. */
export async function verifyPayload(reading: ArtifactReading): Promise<void> {
  for await (const { content } of reading.files()) content.destroy();
}
