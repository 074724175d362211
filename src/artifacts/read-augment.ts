// The two parts of an augmented artifact that its signature does not cover: manifest-augment lists what was added after
// signing, files and a second header. Where signatures are asked for, such an artifact is refused: what is in it nobody vouches
// for.

import { invariant } from "../base/index.js";
import type { VerifyKey } from "../signing/index.js";
import type { ArtifactPart } from "./artifact-parts.js";
import { type Checksums, parseAugmentChecksums } from "./checksum-manifest.js";
import { fault } from "./fault.js";
import { MAX_MANIFEST_BYTES } from "./limits.js";
import { readWhole, sha256 } from "./read-whole.js";

export interface AugmentManifest {
  /** What it lists. */
  readonly own: Checksums;
  /** What both manifests list. */
  readonly all: Checksums;
  /** sha256 in hex that pins what both manifests list. */
  readonly digest: string;
}

interface Signed {
  readonly checksums: Checksums;
  readonly manifestBytes: Buffer;
}

/** Throws ARTIFACT_AUGMENT_UNSIGNED where somebody must have signed. */
export async function readAugmentManifest(
  { kind, member }: ArtifactPart,
  { checksums, manifestBytes }: Signed,
  trusted: readonly VerifyKey[],
): Promise<AugmentManifest> {
  invariant(kind === "manifest-augment", "called for this part alone");
  if (trusted.length > 0) {
    throw fault("ARTIFACT_AUGMENT_UNSIGNED", "the artifact is augmented, and no signature covers what was added");
  }
  const bytes = await readWhole(member, MAX_MANIFEST_BYTES);
  const own = parseAugmentChecksums(bytes, checksums);
  const digest = sha256(Buffer.from(`${sha256(manifestBytes)}  manifest\n${sha256(bytes)}  manifest-augment\n`));
  return { own, all: new Map([...checksums, ...own]), digest };
}
