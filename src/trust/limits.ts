// How much may be asked of whoever checks signatures. Far above what a real set of keys has.

const KIB = 1024;

export const MAX_SIGNATURES = 64;
/** Of the root role and of the manifest role together. */
export const MAX_KEYS = 64;
/** Of a file with signatures; one of RSA with 16384 bits takes 4 KiB. */
export const MAX_SIGNATURE_FILE_BYTES = 512 * KIB;
export const MAX_ROOT_BYTES = 512 * KIB;
/** Versions of root metadata that are followed at a time (TUF 5.3.3). */
export const MAX_ROOTS = 256;
