// How much of an artifact may be asked of memory, and how it is read. What is streamed has no limit. Chosen far above what
// real artifacts hold, and low enough for a small gateway; docs/artifacts.md repeats them for users.

const KIB = 1024;
const MIB = 1024 * KIB;

/** Bytes of the members that are held in memory as a whole. */
export const MAX_VERSION_BYTES = KIB;
export const MAX_MANIFEST_BYTES = 2 * MIB;
export const MAX_SIGNATURE_BYTES = 16 * KIB;
/** The header, as it stands in the artifact, and unpacked: more is a compression bomb. */
export const MAX_HEADER_BYTES = 4 * MIB;
export const MAX_HEADER_UNPACKED_BYTES = 16 * MIB;
/** header-info, type-info and meta-data each; an artifact script. */
export const MAX_HEADER_MEMBER_BYTES = MIB;
export const MAX_SCRIPTS = 256;
/** Objects and lists in each other in the JSON of a header. */
export const MAX_JSON_DEPTH = 32;

export const MAX_PAYLOAD_FILES = 4096;
/** What a Linux file system takes as a name. */
export const MAX_NAME_BYTES = 255;

/** Bytes a tar may spend between two members, and after the last: extended headers and padding. */
export const MAX_TAR_OVERHEAD_BYTES = 64 * KIB;

/** What xz and zstd may refer back to, and so keep in memory: xz -9 has 64 MiB, zstd without --long 8. */
export const MAX_UNPACK_WINDOW_BYTES = 128 * MIB;
/** For how long a program that packs or unpacks may stand still. */
export const PROGRAM_STALL_SECONDS = 120;

export const READ_CHUNK_BYTES = 64 * KIB;
/** Of files, and of what is unpacked: each chunk is a turn of a thread, which costs more than 64 KiB do. A stream keeps some of them. */
export const LARGE_CHUNK_BYTES = 512 * KIB;
