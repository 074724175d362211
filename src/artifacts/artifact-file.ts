// An artifact in a file, as the engine needs it (Artifacts and ArtifactSource of engine/ports.ts). No descriptor is held
// between calls: each pass opens the file again, and refuses it if it is not the artifact whose header was read.

import type { ArtifactSource, Artifacts } from "../engine/ports.js";
import { fault, inFile } from "./fault.js";
import { closeFile, openFile, unreadable } from "./open-file.js";
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
  const { header, sizeBytes, close } = await startReading(path);
  await close();
  return {
    header,
    sizeBytes,
    files: () => filesOf(path, header.manifestDigest),
    packed: () => passThrough(path, header.manifestDigest),
  };
}

interface FileReading extends ArtifactReading {
  readonly sizeBytes: number;
}

async function startReading(path: string): Promise<FileReading> {
  const { stream, sizeBytes } = await openFile(path);
  try {
    const reading = await readArtifact(stream);
    const close = async () => {
      await reading.close();
      await closeFile(stream);
    };
    return { ...reading, sizeBytes, close };
  } catch (thrown) {
    await closeFile(stream);
    throw inFile(path, unreadable(path, thrown));
  }
}

async function* filesOf(path: string, manifestDigest: string): AsyncGenerator<ReadFile, void, void> {
  const reading = await startReading(path);
  try {
    if (reading.header.manifestDigest !== manifestDigest) {
      throw fault("ARTIFACT_CHANGED", `${path} was replaced while it was in use`);
    }
    yield* reading.files();
  } catch (thrown) {
    throw inFile(path, unreadable(path, thrown));
  } finally {
    await reading.close();
  }
}
