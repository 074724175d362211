// Mender artifacts (format version 3): reading, verifying, writing.

export { type ArtifactFile, createArtifacts, openArtifact, verifyArtifact } from "./artifact-file.js";
export {
  type BundleHead,
  type BundleIndex,
  type BundleSource,
  bundleBytes,
  bundleFault,
  bundleLocation,
  createSpoolFolder,
  headerOf,
  type IndexArtifact,
  MANIFEST_NAME,
  openInBundleFile,
  openStreamBundle,
  parseBundleLocation,
  readBundleFile,
  rootName,
  SIGNATURES_NAME,
  type SpoolFolder,
  STANDARD_INPUT,
  type StreamBundle,
  verifyBundle,
  writeBundleFile,
} from "./bundle/index.js";
export { type Cache, type CacheSettings, createCache } from "./cache/index.js";
export { type ArtifactDescription, type DescribedFile, describeArtifact } from "./describe-artifact.js";
export { distrustful } from "./distrustful.js";
export {
  type ArtifactServer,
  createDownloads,
  DEFAULT_DOWNLOADS,
  type DownloadSettings,
  type Downloads,
  parseUrl,
  type TokenSource,
  templateFault,
  urlOfArtifact,
} from "./download/index.js";
export type { OpenBytes, OpenedBytes } from "./open-bytes.js";
export { openFile } from "./open-file.js";
export { type ArtifactReading, type ReadFile, readArtifact, verifyPayload } from "./read-artifact.js";
export type { ReadHeader } from "./read-header.js";
export { type SignRequest, signArtifact } from "./sign-artifact.js";
export { writeArtifact } from "./write-artifact.js";
export type { WriteOptions } from "./write-options.js";
