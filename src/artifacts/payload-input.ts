// The files that become a payload. Each is read twice, for its checksum and for its content, and must be the same both
// times: the checksum stands in the artifact before the content.

import { createHash } from "node:crypto";
import { constants, open } from "node:fs/promises";
import { basename } from "node:path";
import { messageOf, OrchestratorError, systemCodeOf } from "../base/index.js";
import { fault } from "./fault.js";
import { READ_CHUNK_BYTES } from "./limits.js";
import type { PackMember } from "./pack-tar.js";
import { invalid } from "./write-options.js";

export interface PayloadInput extends PackMember {
  /** sha256 in hex. */
  readonly checksum: string;
}

export async function payloadInput(path: string): Promise<PayloadInput> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of chunksOfFile(path)) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  const checksum = hash.digest("hex");
  const content = () => unchanged(path, { sizeBytes, checksum });
  return { name: basename(path), sizeBytes, checksum, content };
}

async function* unchanged(
  path: string,
  expected: { readonly sizeBytes: number; readonly checksum: string },
): AsyncGenerator<Buffer, void, void> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of chunksOfFile(path)) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > expected.sizeBytes) throw changed(path);
    yield chunk;
  }
  if (hash.digest("hex") !== expected.checksum) throw changed(path);
}

async function* chunksOfFile(path: string): AsyncGenerator<Buffer, void, void> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stream = handle.createReadStream({ highWaterMark: READ_CHUNK_BYTES });
    try {
      if (!(await handle.stat()).isFile()) throw invalid(`${path} is not a file`);
      yield* stream as AsyncIterable<Buffer>;
    } finally {
      stream.destroy();
    }
  } catch (thrown) {
    if (thrown instanceof OrchestratorError || systemCodeOf(thrown) === undefined) throw thrown;
    throw invalid(`${path} cannot be read: ${messageOf(thrown)}`, thrown);
  }
}

function changed(path: string) {
  return fault("ARTIFACT_INPUT_CHANGED", `${path} changed while it was written into the artifact`);
}
