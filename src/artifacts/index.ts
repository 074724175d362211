// Mender artifacts (format version 3): reading, verifying, writing.

export { type ArtifactFile, createArtifacts, openArtifact, readHeader } from "./artifact-file.js";
export { type ArtifactReading, type ReadFile, readArtifact, verifyPayload } from "./read-artifact.js";
export type { ReadHeader } from "./read-header.js";
