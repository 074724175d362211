// Whether an artifact is the one that the manifest means. The digest of its list of checksums is known with its header; that of
// the whole file is compared at once where it can be read twice, and otherwise while it is streamed, at the latest at its end. What
// a bundle's index says of it is compared before: if that is another, either the index lies or the artifact is not the one.

import { CATALOGUE, OrchestratorError, type SourceLocation } from "../../base/index.js";
import { type ArtifactHeader, type ArtifactReference, isUrl, shownLocation } from "../../model/index.js";

export interface PinnedArtifact extends ArtifactReference {
  readonly type: string;
  readonly location: SourceLocation;
}

export interface LocatedArtifact {
  readonly path: string;
  readonly header: ArtifactHeader;
  /** Reads the whole artifact. */
  digest(): Promise<string>;
}

/** Throws TRUST_ARTIFACT_MISMATCH. */
export async function checkPin(pin: PinnedArtifact, { path, header, digest }: LocatedArtifact): Promise<void> {
  const { artifactSha256, artifactManifestSha256 } = pin;
  if (artifactManifestSha256 !== undefined && artifactManifestSha256 !== header.manifestDigest) {
    throw mismatch(pin, path, `artifact_manifest_sha256 of its content is ${header.manifestDigest}`);
  }
  if (artifactSha256 !== undefined && canBeReadTwice(path)) checkDigest(pin, path, await digest());
}

/** Of the whole file, as it is or as whoever brings it says. Throws TRUST_ARTIFACT_MISMATCH. */
export function checkDigest(pin: PinnedArtifact, path: string, sha256: string): void {
  if (pin.artifactSha256 === undefined || pin.artifactSha256 === sha256) return;
  throw mismatch(pin, path, `artifact_sha256 of the file is ${sha256}`);
}

/** A file, or a member of a bundle in a file. A download would be fetched twice, and a stream is gone. */
export function canBeReadTwice(path: string): boolean {
  return !isUrl(path) && !path.startsWith("bundle:-");
}

function mismatch({ type, location }: PinnedArtifact, path: string, found: string): OrchestratorError {
  const code = "TRUST_ARTIFACT_MISMATCH";
  return new OrchestratorError({
    code,
    message: `${shownLocation(path)} is not the artifact that the manifest means for ${type}: ${found}`,
    hint: CATALOGUE[code].remedy,
    location,
    facts: { type },
  });
}
