// Mender artifacts (format version 3): reading, verifying, writing.

export { type ArtifactFile, createArtifacts, openArtifact, verifyArtifact } from "./artifact-file.js";
export { type ArtifactDescription, type DescribedFile, describeArtifact } from "./describe-artifact.js";
export { type ArtifactReading, type ReadFile, readArtifact, verifyPayload } from "./read-artifact.js";
export type { ReadHeader } from "./read-header.js";
export { writeArtifact } from "./write-artifact.js";
export type { WriteOptions } from "./write-options.js";
