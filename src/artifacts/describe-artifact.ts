// Everything an artifact says of itself, as a plain value for views. All of it has been verified against the artifact's
// checksums; times of files are not covered by them.

import type { Compression, Depends } from "../model/index.js";
import { openArtifact } from "./artifact-file.js";
import { PAYLOAD_PREFIX } from "./checksum-manifest.js";

export interface ArtifactDescription {
  readonly name: string;
  readonly group: string;
  readonly compatibleTypes: readonly string[];
  readonly payloadType: string | null;
  readonly provides: Readonly<Record<string, string>>;
  /** Without `device_type`, which is `compatibleTypes`. */
  readonly depends: Depends;
  readonly clearsProvides: readonly string[];
  /** As it stands in the artifact, "" when there is none. */
  readonly metaData: string;
  readonly files: readonly DescribedFile[];
  readonly scripts: readonly string[];
  readonly headerCompression: Compression;
  readonly payloadCompression: Compression;
  /** Whether there is a signature; it is not verified. */
  readonly isSigned: boolean;
  readonly sizeBytes: number;
  /** sha256 in hex of the artifact's manifest. */
  readonly manifestDigest: string;
}

export interface DescribedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** sha256 in hex. */
  readonly checksum: string;
  /** ISO 8601, UTC. */
  readonly modifiedAt: string;
}

/** Reads the whole artifact. Throws OrchestratorError (`ARTIFACT_…`) when any of it is wrong. */
export async function describeArtifact(path: string): Promise<ArtifactDescription> {
  const artifact = await openArtifact(path);
  const { header, sizeBytes } = artifact;
  const files: DescribedFile[] = [];
  for await (const { name, sizeBytes, modifiedAt, content } of artifact.files()) {
    content.destroy();
    const checksum = header.checksums[PAYLOAD_PREFIX + name] ?? "";
    files.push({ name, sizeBytes, checksum, modifiedAt: modifiedAt.toISOString() });
  }
  const { device_type: compatibleTypes = [], ...depends } = header.depends;
  const { name, group, payloadType, clearsProvides, scripts, isSigned, manifestDigest } = header;
  return {
    ...{ name, group, compatibleTypes, payloadType, provides: header.payloadProvides, depends, clearsProvides },
    ...{ metaData: header.raw.metaData, files, scripts },
    ...{ headerCompression: header.headerCompression, payloadCompression: header.payloadCompression },
    ...{ isSigned, sizeBytes, manifestDigest },
  };
}
