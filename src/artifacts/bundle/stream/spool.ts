// An artifact of a stream that is not wanted at once, or by several: stored in a file that grows while readers follow it. Whoever
// reads sees its end only when all of it was right. Complete, it is renamed and on disk, so that another process finds it.

import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { messageOf, OrchestratorError, systemCodeOf } from "../../../base/index.js";
import { READ_CHUNK_BYTES } from "../../limits.js";
import { writeAll } from "../../write-all.js";
import type { IndexArtifact } from "../bundle-index.js";
import { bundleFault } from "../fault.js";
import { artifactOf, checkSum } from "../read-head.js";
import { createSignalling, type Signalling } from "./signalling.js";
import type { SpoolFolder } from "./spool-folder.js";

export interface Spool {
  /** Stores all of it. Rejects with what is wrong, and readers then fail with the same. */
  fill(chunks: AsyncIterable<Buffer>): Promise<void>;
  /** From the start; once `hasLeft` says so and `wake` was called, it ends. */
  follow(reader: SpoolReader): AsyncGenerator<Buffer, void, void>;
  wake(): void;
  /** Frees the disk. Nobody may be reading. */
  remove(): Promise<void>;
  /** Leaves the file to another process. Nobody may be reading, or read again. */
  close(): Promise<void>;
}

export interface SpoolReader {
  hasLeft(): boolean;
}

interface State {
  readonly artifact: IndexArtifact;
  readonly index: number;
  readonly folder: SpoolFolder;
  readonly signalling: Signalling;
  written: number;
  file: FileHandle | undefined;
  failure: unknown;
  isComplete: boolean;
}

export function createSpool(artifact: IndexArtifact, index: number, folder: SpoolFolder): Spool {
  const state: State = {
    ...{ artifact, index, folder, signalling: createSignalling() },
    ...{ written: 0, file: undefined, failure: undefined, isComplete: false },
  };
  const close = async (): Promise<void> => {
    const { file } = state;
    state.file = undefined;
    await file?.close();
  };
  return {
    close,
    fill: async (chunks) => await fill(state, chunks),
    follow: (reader) => follow(state, reader),
    wake: () => state.signalling.change(),
    remove: async () => {
      await close();
      await folder.remove(index);
    },
  };
}

async function fill(state: State, chunks: AsyncIterable<Buffer>): Promise<void> {
  try {
    const { artifact, folder, index } = state;
    const file = await orStoreFailed(state, async () => await open(await folder.partPath(index), "wx+", 0o600));
    state.file = file;
    state.signalling.change();
    const hash = createHash("sha256");
    for await (const chunk of chunks) {
      hash.update(chunk);
      await orStoreFailed(state, () => writeAll(file, chunk, state.written));
      state.written += chunk.length;
      state.signalling.change();
    }
    checkSum(artifactOf(artifact), artifact.sha256, hash.digest("hex"));
    await orStoreFailed(state, async () => {
      await file.sync();
      await rename(await folder.partPath(index), folder.path(index));
      await folder.sync();
    });
    state.isComplete = true;
  } catch (thrown) {
    state.failure = thrown;
    const { file } = state;
    state.file = undefined;
    await file?.close();
    await rm(await state.folder.partPath(state.index), { force: true }).catch(() => undefined);
    throw thrown;
  } finally {
    state.signalling.change();
  }
}

async function* follow(state: State, { hasLeft }: SpoolReader): AsyncGenerator<Buffer, void, void> {
  for (let position = 0; ; ) {
    if (hasLeft()) return;
    const { file, written } = state;
    if (file !== undefined && position < written) {
      const length = Math.min(READ_CHUNK_BYTES, written - position);
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, position);
      if (bytesRead === 0)
        throw bundleFault("BUNDLE_STORE_FAILED", `${artifactOf(state.artifact)} was cut off on the disk`);
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    } else if (state.failure !== undefined) throw state.failure;
    else if (state.isComplete && position === written) return;
    else if (state.isComplete)
      throw bundleFault("BUNDLE_STREAM_GONE", `${artifactOf(state.artifact)} was left to others`);
    else await state.signalling.changed();
  }
}

async function orStoreFailed<Result>({ artifact }: State, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof OrchestratorError || systemCodeOf(thrown) === undefined) throw thrown;
    throw bundleFault("BUNDLE_STORE_FAILED", `${artifactOf(artifact)} cannot be stored: ${messageOf(thrown)}`, thrown);
  }
}
