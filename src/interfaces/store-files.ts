// The files tree: what Download leaves for later states when the interface did not take the streams. Files are complete,
// verified and on disk when this returns; if anything is wrong, none are left.

import { mkdirSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { StreamEntry } from "./serve-streams.js";
import { FILES, syncPath } from "./work-dir.js";

export class StoreCancelled extends Error {
  override readonly name = "StoreCancelled";
}

/** A system error of the work dir, told from one of the artifact. */
export class StoreFailed extends Error {
  override readonly name = "StoreFailed";
}

interface StoreRequest {
  readonly workDir: string;
  entries(): AsyncIterable<StreamEntry>;
  readonly signal: AbortSignal;
  onBytes(entry: StreamEntry, count: number): void;
}

/** Rejects with StoreCancelled, StoreFailed, or what the entries reject with. */
export async function storeFiles(request: StoreRequest): Promise<void> {
  const folder = join(request.workDir, FILES);
  try {
    await inWorkDir(async () => mkdirSync(folder, { mode: 0o700 }));
    for await (const entry of request.entries()) await storeOne(request, folder, entry);
    await inWorkDir(() => syncPath(folder));
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true });
    throw thrown;
  }
}

async function storeOne(request: StoreRequest, folder: string, entry: StreamEntry): Promise<void> {
  const handle = await inWorkDir(() => open(join(folder, entry.name), "wx", 0o600));
  try {
    for await (const chunk of entry.content as Readable & AsyncIterable<Buffer>) {
      if (request.signal.aborted) throw new StoreCancelled("cancelled");
      await inWorkDir(() => handle.writeFile(chunk));
      request.onBytes(entry, chunk.length);
    }
    await inWorkDir(() => handle.sync());
  } finally {
    await handle.close();
  }
}

async function inWorkDir<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (thrown) {
    throw new StoreFailed(thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
  }
}
