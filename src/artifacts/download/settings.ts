// What the owner of a system decides about downloads, and what of the world they need. The configuration is read by src/app.

import type { Clock, Log } from "../../base/index.js";

export interface ArtifactServer {
  /** An https URL with `{name}` in its path or query. */
  readonly urlTemplate: string;
  readonly token?: TokenSource;
}

export type TokenSource =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "command"; readonly argv: readonly string[] };

export interface DownloadSettings {
  /** In the order in which they are asked. */
  readonly servers: readonly ArtifactServer[];
  /** Paths of PEM files; shown to these servers only. */
  readonly client?: { readonly certificatePath: string; readonly keyPath: string };
  /** A PEM file with authorities that are trusted besides the system's. */
  readonly serverCertificatePath?: string;
  readonly maxSizeBytes: number;
  readonly stallSeconds: number;
  readonly retrySeconds: number;
  readonly minBytesPerSecond: number;
}

export interface DownloadWorld {
  readonly settings: DownloadSettings;
  readonly clock: Clock;
  /** From 0 to below 1. */
  random(): number;
  readonly log: Pick<Log, "debug" | "info" | "warning">;
  /** For the proxy variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}
