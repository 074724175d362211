// An artifact, as the engine needs it (Artifacts and ArtifactSource of engine/ports.ts), wherever its bytes come from. Nothing is
// held open between calls: each pass opens the bytes again, and refuses them if they are not the artifact whose header was read.

import type { ArtifactSource, Artifacts } from "../engine/ports.js";
import { shownLocation } from "../model/index.js";
import type { VerifyKey } from "../signing/index.js";
import { fault, inFile } from "./fault.js";
import type { OpenBytes } from "./open-bytes.js";
import { closeFile, openFile, unreadable } from "./open-file.js";
import { type ArtifactOrigin, passThrough } from "./pass-through.js";
import { digestOf, pinnedBytes } from "./pinned-bytes.js";
import { type ArtifactReading, type ReadFile, readArtifact } from "./read-artifact.js";
import type { ReadHeader } from "./read-header.js";

/**
 * @param verifyKeys asked for whenever an artifact is opened; one of the keys must have signed it, unless there are none
 * @param openBytes what locations mean; by default they are paths
 */
export function createArtifacts(
  verifyKeys: () => Promise<readonly VerifyKey[]> = async () => [],
  openBytes: OpenBytes = openFile,
): Artifacts {
  const open = async (location: string, signal?: AbortSignal, sha256?: string) =>
    await openFrom({
      ...{ location, trusted: await verifyKeys(), sha256 },
      open: () => openBytes(location, signal),
      openHeader: () => openBytes(location, signal, "header"),
    });
  return {
    readHeader: async (location, signal) => (await open(location, signal)).header,
    open,
    digest: async (location, signal) => await digestOf(openBytes, location, signal),
  };
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

/** In a file. */
export async function openArtifact(path: string, trusted: readonly VerifyKey[] = []): Promise<ArtifactFile> {
  const open = () => openFile(path);
  return await openFrom({ location: path, trusted, sha256: undefined, open, openHeader: open });
}

interface Opening extends Pick<ArtifactOrigin, "open" | "trusted"> {
  readonly location: string;
  readonly sha256: string | undefined;
  /** The same, of which no more than the header will be read. */
  readonly openHeader: ArtifactOrigin["open"];
}

async function openFrom({ location, trusted, sha256, open, openHeader }: Opening): Promise<ArtifactFile> {
  const place = { shown: shownLocation(location), trusted, open };
  const { header, sizeBytes, signed, close } = await startReading({ ...place, open: openHeader });
  await close();
  const pin = sha256 === undefined ? undefined : { sha256, shown: place.shown };
  const origin = { ...place, open: pinnedBytes(open, pin), manifestDigest: header.manifestDigest };
  return { header, signed, sizeBytes, files: () => filesOf(origin), packed: () => passThrough(origin) };
}

interface OpenReading extends ArtifactReading {
  readonly sizeBytes: number;
}

async function startReading({ shown, trusted, open }: Omit<ArtifactOrigin, "manifestDigest">): Promise<OpenReading> {
  const { stream, sizeBytes } = await open();
  try {
    const reading = await readArtifact(stream, trusted);
    const close = async () => {
      await reading.close();
      await closeFile(stream);
    };
    return { ...reading, sizeBytes, close };
  } catch (thrown) {
    await closeFile(stream);
    throw inFile(shown, unreadable(shown, thrown));
  }
}

async function* filesOf(origin: ArtifactOrigin): AsyncGenerator<ReadFile, void, void> {
  const { shown, manifestDigest } = origin;
  const reading = await startReading(origin);
  try {
    if (reading.header.manifestDigest !== manifestDigest) {
      throw fault("ARTIFACT_CHANGED", `${shown} was replaced while it was in use`);
    }
    yield* reading.files();
  } catch (thrown) {
    throw inFile(shown, unreadable(shown, thrown));
  } finally {
    await reading.close();
  }
}
