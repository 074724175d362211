// Bundles: a manifest and its artifacts in one file, from which they are installed without being unpacked.

export { inBundle, openInBundleFile, readBundleFile } from "./bundle-file.js";
export {
  type BundleIndex,
  checkIndex,
  type IndexArtifact,
  type IndexDocument,
  MANIFEST_NAME,
  rootName,
  SIGNATURES_NAME,
} from "./bundle-index.js";
export { bundleFault } from "./fault.js";
export { type BundleLocation, bundleLocation, parseBundleLocation, STANDARD_INPUT } from "./location.js";
export type { BundleHead } from "./read-head.js";
export { createSpoolFolder, type SpoolFolder } from "./stream/spool-folder.js";
export { openStreamBundle, type StreamBundle } from "./stream/stream-bundle.js";
export { verifyBundle } from "./verify-bundle.js";
export { type BundleSource, bundleBytes, headerOf, writeBundleFile } from "./write-bundle.js";
