// An artifact in a file, as the engine needs it (Artifacts and ArtifactSource of engine/ports.ts). No descriptor is held
// between calls: each pass opens the file again, and refuses it if it is not the artifact whose header was read.

import type { ArtifactSource, Artifacts } from "../engine/ports.js";
import { fault, inFile } from "./fault.js";
import { openFile, unreadable } from "./open-file.js";
import { passThrough } from "./pass-through.js";
import { type ArtifactReading, type ReadFile, readArtifact } from "./read-artifact.js";
import type { ReadHeader } from "./read-header.js";

export function createArtifacts(): Artifacts {
  return { readHeader, open: openArtifact };
}

export async function readHeader(path: string): Promise<ReadHeader> {
  return (await openArtifact(path)).header;
}

export interface ArtifactFile extends ArtifactSource {
  readonly header: ReadHeader;
  files(): AsyncGenerator<ReadFile, void, void>;
}

export async function openArtifact(path: string): Promise<ArtifactFile> {
  const { reading, sizeBytes } = await startReading(path);
  await reading.close();
  const { header } = reading;
  const again = async () => {
    const { reading: next } = await startReading(path);
    if (next.header.manifestDigest === header.manifestDigest) return next;
    await next.close();
    throw fault("ARTIFACT_CHANGED", `${path} was replaced while it was in use`);
  };
  return {
    header,
    sizeBytes,
    files: () => filesOf(path, again),
    packed: () => passThrough(path, header.manifestDigest),
  };
}

async function startReading(path: string): Promise<{ reading: ArtifactReading; sizeBytes: number }> {
  const { stream, sizeBytes } = await openFile(path);
  try {
    return { reading: await readArtifact(stream), sizeBytes };
  } catch (thrown) {
    throw inFile(path, unreadable(path, thrown));
  }
}

async function* filesOf(path: string, start: () => Promise<ArtifactReading>): AsyncGenerator<ReadFile, void, void> {
  const reading = await start();
  try {
    yield* reading.files();
  } catch (thrown) {
    throw inFile(path, unreadable(path, thrown));
  }
}
