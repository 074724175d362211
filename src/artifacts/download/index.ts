// Artifacts from https servers: one stream each, taken up again when the connection breaks. Where the bytes are kept is the
// cache's business, what they mean the reader's.

import { invariant } from "../../base/index.js";
import type { OpenedBytes } from "../open-bytes.js";
import { streamOf } from "../stream-of.js";
import { type Download, type DownloadOptions, startDownload } from "./download.js";
import type { DownloadWorld } from "./settings.js";
import { createTrust } from "./trust.js";

export interface Downloads {
  /** Rejects with DOWNLOAD_… or CONFIG_INVALID. */
  start(url: string, options: DownloadOptions): Promise<Download>;
  /** From its beginning. */
  open(url: string, options?: Partial<Pick<DownloadOptions, "isQuick" | "signal">>): Promise<OpenedBytes>;
}

export function createDownloads(world: DownloadWorld): Downloads {
  const sending = { world, trust: createTrust(world.settings, world.environment) };
  const start: Downloads["start"] = (url, options) => startDownload(sending, url, options);
  return {
    start,
    open: async (url, options = {}) => {
      const leaving = new AbortController();
      const signal = AbortSignal.any([leaving.signal, ...(options.signal === undefined ? [] : [options.signal])]);
      const download = await start(url, { ...options, signal });
      invariant(download.kind === "content", "nothing was held that could be unchanged");
      return { sizeBytes: download.sizeBytes, stream: streamOf(download.chunks, () => leaving.abort()) };
    },
  };
}

export type { Held, Validator } from "./answer.js";
export type { Download, DownloadOptions } from "./download.js";
export * from "./limits.js";
export { serverOf, templateFault, urlOfArtifact } from "./servers.js";
export type { ArtifactServer, DownloadSettings, DownloadWorld, TokenSource } from "./settings.js";
export { parseUrl } from "./url.js";
