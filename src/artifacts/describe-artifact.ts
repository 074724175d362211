// Everything an artifact says of itself, as a plain value for views. All of it has been verified against the artifact's
// checksums; times of files are not covered by them.

import type { Compression, Depends } from "../model/index.js";
import type { KeyKind, VerifyKey } from "../signing/index.js";
import { openArtifact } from "./artifact-file.js";
import { PAYLOAD_PREFIX } from "./checksum-manifest.js";
import type { ReadHeader } from "./read-header.js";
import { findSigner } from "./signatures.js";

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
  /** What was added after it was made, which no signature covers; null where nothing was. */
  readonly augment: DescribedAugment | null;
  readonly headerCompression: Compression;
  readonly payloadCompression: Compression;
  /** Whether there is a signature, whatever it is worth. */
  readonly isSigned: boolean;
  /** The first of the given keys that has made the signature, if any has. */
  readonly signedBy: { readonly path: string; readonly keyid: string; readonly kind: KeyKind } | null;
  /** How many keys the signature was compared with. */
  readonly keysTried: number;
  readonly sizeBytes: number;
  /** sha256 in hex of the artifact's manifest. */
  readonly manifestDigest: string;
}

export interface DescribedAugment {
  /** What the artifact itself says. */
  readonly payloadType: string | null;
  /** Names of the files that were added. */
  readonly files: readonly string[];
  /** Keys of the provides, and of what it depends on, that were added. */
  readonly provides: readonly string[];
  readonly depends: readonly string[];
}

export interface DescribedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** sha256 in hex. */
  readonly checksum: string;
  /** ISO 8601, UTC. */
  readonly modifiedAt: string;
}

export interface DescribeOptions {
  readonly keys: readonly VerifyKey[];
  /** Whether the artifact is refused unless one of the keys has signed it. */
  readonly isTrustNeeded: boolean;
}

const NO_KEYS: DescribeOptions = { keys: [], isTrustNeeded: false };

/** Reads the whole artifact. Throws OrchestratorError (`ARTIFACT_…`) when any of it is wrong. */
export async function describeArtifact(
  path: string,
  { keys, isTrustNeeded }: DescribeOptions = NO_KEYS,
): Promise<ArtifactDescription> {
  const artifact = await openArtifact(path, isTrustNeeded ? keys : []);
  const { header, sizeBytes, signed } = artifact;
  const signer = findSigner(signed, keys);
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
    ...{ metaData: header.raw.metaData, files, scripts, augment: describedAugment(header) },
    ...{ headerCompression: header.headerCompression, payloadCompression: header.payloadCompression },
    ...{ isSigned, keysTried: keys.length, sizeBytes, manifestDigest },
    signedBy: signer === undefined ? null : { path: signer.path, keyid: signer.id, kind: signer.kind },
  };
}

function describedAugment({ augment, ...header }: ReadHeader): DescribedAugment | null {
  if (augment === null) return null;
  const { payloadType, files, payloadProvides, depends } = augment;
  const added = (before: object, after: object) => Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  return {
    ...{ payloadType, files },
    provides: added(payloadProvides, header.payloadProvides),
    depends: added(depends, header.depends),
  };
}
