// What a bundle may ask of memory: everything before its payloads is held there. docs/bundles.md repeats them for users.

const KIB = 1024;
const MIB = 1024 * KIB;

export const MAX_INDEX_BYTES = 4 * MIB;
export const MAX_ARTIFACTS = 4096;
/** As large as a manifest may be anywhere. */
export const MAX_MANIFEST_BYTES = 2 * MIB;
/** Signatures and root metadata. */
export const MAX_COMPANION_BYTES = 512 * KIB;
export const MAX_ROOTS = 256;
/** The headers of all artifacts together; a usual one has a few KiB. */
export const MAX_HEADERS_BYTES = 32 * MIB;
/** Of a name or path that a manifest gives an artifact. */
export const MAX_REFERENCE_BYTES = 4096;
