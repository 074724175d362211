// An artifact in a file, as the engine needs it (Artifacts and ArtifactSource of engine/ports.ts). No descriptor is held
// between calls: each pass opens the file again, and refuses it if it is not the artifact whose header was read.

import type { ArtifactSource, Artifacts } from "../engine/ports.js";
import { fault, inFile } from "./fault.js";
import { closeFile, openFile, unreadable } from "./open-file.js";
import { type ExpectedArtifact, passThrough } from "./pass-through.js";
import { type ArtifactReading, type ReadFile, readArtifact } from "./read-artifact.js";
import type { ReadHeader } from "./read-header.js";
import type { VerifyKey } from "./signatures/index.js";

/** @param verifyKeys asked for whenever an artifact is opened; one of the keys must have signed it, unless there are none */
export function createArtifacts(verifyKeys: () => Promise<readonly VerifyKey[]> = async () => []): Artifacts {
  const open = async (path: string) => await openArtifact(path, await verifyKeys());
  return { readHeader: async (path) => (await open(path)).header, open };
}

/** Reads and verifies the whole of it. Throws OrchestratorError (`ARTIFACT_…`) when any of it is wrong. */
export async function verifyArtifact(path: string, trusted: readonly VerifyKey[]): Promise<ReadHeader> {
  const artifact = await openArtifact(path, trusted);
  for await (const { content } of artifact.files()) content.destroy();
  return artifact.header;
}

export interface ArtifactFile extends ArtifactSource {
  readonly header: ReadHeader;
  readonly signed: ArtifactReading["signed"];
  files(): AsyncGenerator<ReadFile, void, void>;
}

export async function openArtifact(path: string, trusted: readonly VerifyKey[] = []): Promise<ArtifactFile> {
  const { header, sizeBytes, signed, close } = await startReading(path, trusted);
  await close();
  const expected = { manifestDigest: header.manifestDigest, trusted };
  return {
    header,
    signed,
    sizeBytes,
    files: () => filesOf(path, expected),
    packed: () => passThrough(path, expected),
  };
}

interface FileReading extends ArtifactReading {
  readonly sizeBytes: number;
}

async function startReading(path: string, trusted: readonly VerifyKey[]): Promise<FileReading> {
  const { stream, sizeBytes } = await openFile(path);
  try {
    const reading = await readArtifact(stream, trusted);
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

async function* filesOf(path: string, expected: ExpectedArtifact): AsyncGenerator<ReadFile, void, void> {
  const reading = await startReading(path, expected.trusted);
  try {
    if (reading.header.manifestDigest !== expected.manifestDigest) {
      throw fault("ARTIFACT_CHANGED", `${path} was replaced while it was in use`);
    }
    yield* reading.files();
  } catch (thrown) {
    throw inFile(path, unreadable(path, thrown));
  } finally {
    await reading.close();
  }
}
