// Hands on a whole `.mender` file while the same bytes are verified: one read of the file, at the pace of the slower of
// consumer and verification. The last bytes are followed by the end only if everything was right.

import { Readable } from "node:stream";
import { OrchestratorError } from "../base/index.js";
import { fault, inFile } from "./fault.js";
import { Handover } from "./handover.js";
import { READ_CHUNK_BYTES } from "./limits.js";
import { closeFile, openFile, unreadable } from "./open-file.js";
import { readArtifact, verifyPayload } from "./read-artifact.js";
import type { VerifyKey } from "./signatures/index.js";

export interface PassedThrough {
  readonly content: Readable;
  /** Settles even if the content is destroyed; then it rejects, for nothing was verified to its end. */
  readonly verified: Promise<void>;
}

export interface ExpectedArtifact {
  /** What the artifact's header had: another artifact is refused. */
  readonly manifestDigest: string;
  readonly trusted: readonly VerifyKey[];
}

export function passThrough(path: string, expected: ExpectedArtifact): PassedThrough {
  const handover = new Handover();
  const verified = verify(Readable.from(handover, { objectMode: false, highWaterMark: READ_CHUNK_BYTES }), {
    path,
    ...expected,
  });
  const bytes = forked(path, handover, verified);
  const content = Readable.from(bytes, { objectMode: false, highWaterMark: READ_CHUNK_BYTES });
  content.once("close", () => handover.fail(abandoned(path)));
  verified.catch((thrown: Error) => content.destroy(thrown)); // at once, also when the consumer is slow
  return { content, verified };
}

async function* forked(path: string, handover: Handover, verified: Promise<void>): AsyncGenerator<Buffer, void, void> {
  try {
    yield* handedOver(path, handover);
    handover.end();
  } catch (thrown) {
    const failure = unreadable(path, thrown);
    handover.fail(failure instanceof OrchestratorError ? failure : abandoned(path));
  }
  await verified;
}

async function* handedOver(path: string, handover: Handover): AsyncGenerator<Buffer, void, void> {
  const { stream } = await openFile(path);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      await handover.give(chunk);
      yield chunk;
    }
  } finally {
    await closeFile(stream);
  }
}

async function verify(bytes: Readable, expected: ExpectedArtifact & { readonly path: string }): Promise<void> {
  try {
    const reading = await readArtifact(bytes, expected.trusted);
    if (reading.header.manifestDigest !== expected.manifestDigest) {
      await reading.close();
      throw fault("ARTIFACT_CHANGED", `${expected.path} was replaced while it was in use`);
    }
    await verifyPayload(reading);
  } catch (thrown) {
    throw inFile(expected.path, unreadable(expected.path, thrown));
  }
}

function abandoned(path: string): OrchestratorError {
  return fault("ARTIFACT_ABANDONED", `${path} was not read to its end`);
}
