// Where the bytes of an artifact come from. Everything that reads artifacts goes through one function of this type, so that
// reading and verifying are the same for a file, a download and a member of a bundle.

import type { Readable } from "node:stream";

export interface OpenedBytes {
  /** Of the whole `.mender` file. */
  readonly sizeBytes: number;
  /** The whole `.mender` file. Frees everything when it ends or is destroyed; destroying it never waits for more bytes. */
  readonly stream: Readable;
}

/**
 * Rejects with an OrchestratorError, which the stream may fail with as well. A location is an absolute path, an
 * `https://…` URL, or `bundle:PATH#INDEX`. The signal ends the opening, where that may take long, and the stream. Whoever only
 * needs the header says so: the stream may then end behind it, and a source that can be read once is left as it is.
 */
export type OpenBytes = (location: string, signal?: AbortSignal, part?: "header") => Promise<OpenedBytes>;
