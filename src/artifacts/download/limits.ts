// How patient a download is. What an owner may want to change is in the configuration; docs/downloads.md repeats all of it.

export const DEFAULT_DOWNLOADS = {
  servers: [],
  maxSizeBytes: 16 * 1024 ** 3,
  stallSeconds: 60,
  retrySeconds: 300,
  /** Over as long a time of waiting as would be a stall. */
  minBytesPerSecond: 1024,
} as const;

/** Attempts without progress, the first one included; and where somebody waits at a terminal for a plan. */
export const MAX_ATTEMPTS = 8;
export const MAX_QUICK_ATTEMPTS = 3;
/** Fewer bytes on a connection are no progress: a server could give one with each, for ever. */
export const PROGRESS_BYTES = 64 * 1024;
/** The longest delay before the first retry; doubled with each, up to the second. A part of it is taken at random. */
export const FIRST_DELAY_SECONDS = 1;
export const LONGEST_DELAY_SECONDS = 30;

export const MAX_REDIRECTS = 10;
export const MAX_TOKEN_BYTES = 16 * 1024;
export const TOKEN_COMMAND_SECONDS = 60;
