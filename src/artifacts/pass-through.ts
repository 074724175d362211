// Hands on a whole `.mender` file while the same bytes are verified: one read of them, at the pace of the slower of
// consumer and verification. The last bytes are followed by the end only if everything was right.

import { Readable } from "node:stream";
import { OrchestratorError } from "../base/index.js";
import type { VerifyKey } from "../signing/index.js";
import { fault, inFile } from "./fault.js";
import { Handover } from "./handover.js";
import { READ_CHUNK_BYTES } from "./limits.js";
import type { OpenedBytes } from "./open-bytes.js";
import { closeFile, unreadable } from "./open-file.js";
import { readArtifact, verifyPayload } from "./read-artifact.js";
import { streamOf } from "./stream-of.js";

export interface PassedThrough {
  readonly content: Readable;
  /** Settles even if the content is destroyed; then it rejects, for nothing was verified to its end. */
  readonly verified: Promise<void>;
}

export interface ArtifactOrigin {
  /** The location, as it may be shown. */
  readonly shown: string;
  readonly open: () => Promise<OpenedBytes>;
  /** What the artifact's header had: another artifact is refused. */
  readonly manifestDigest: string;
  readonly trusted: readonly VerifyKey[];
}

export function passThrough(origin: ArtifactOrigin): PassedThrough {
  const handover = new Handover();
  const verified = verify(Readable.from(handover, { objectMode: false, highWaterMark: READ_CHUNK_BYTES }), origin);
  let source: Readable | undefined;
  const opened = async () => {
    const { stream } = await origin.open();
    source = stream;
    return stream;
  };
  const bytes = forked(origin.shown, { opened, handover, verified });
  // What it waits for may never come, so whoever leaves does not wait for it.
  const content = streamOf(bytes, () => source?.destroy());
  content.once("close", () => handover.fail(abandoned(origin.shown)));
  verified.catch((thrown: Error) => content.destroy(thrown)); // at once, also when the consumer is slow
  return { content, verified };
}

interface Fork {
  readonly opened: () => Promise<Readable>;
  readonly handover: Handover;
  readonly verified: Promise<void>;
}

async function* forked(shown: string, { opened, handover, verified }: Fork): AsyncGenerator<Buffer, void, void> {
  try {
    yield* handedOver(opened, handover);
    handover.end();
  } catch (thrown) {
    const failure = unreadable(shown, thrown);
    handover.fail(failure instanceof OrchestratorError ? failure : abandoned(shown));
  }
  await verified;
}

async function* handedOver(opened: () => Promise<Readable>, handover: Handover): AsyncGenerator<Buffer, void, void> {
  const stream = await opened();
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      await handover.give(chunk);
      yield chunk;
    }
  } finally {
    await closeFile(stream);
  }
}

async function verify(bytes: Readable, { shown, manifestDigest, trusted }: ArtifactOrigin): Promise<void> {
  try {
    const reading = await readArtifact(bytes, trusted);
    if (reading.header.manifestDigest !== manifestDigest) {
      await reading.close();
      throw fault("ARTIFACT_CHANGED", `${shown} was replaced while it was in use`);
    }
    await verifyPayload(reading);
  } catch (thrown) {
    throw inFile(shown, unreadable(shown, thrown));
  }
}

function abandoned(shown: string): OrchestratorError {
  return fault("ARTIFACT_ABANDONED", `${shown} was not read to its end`);
}
