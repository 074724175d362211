// Where artifacts come from: files, and the servers of the configuration, with the cache in front of them where it is on. For a
// plan only the beginning of a download is read; what an interface gets goes through the cache.

import { join, resolve } from "node:path";
import {
  createArtifacts,
  createCache,
  createDownloads,
  DEFAULT_DOWNLOADS,
  type Downloads,
  type OpenBytes,
  openFile,
  urlOfArtifact,
} from "../artifacts/index.js";
import { type Clock, type Log, messageOf } from "../base/index.js";
import { takeLock } from "../datastore/index.js";
import type { Artifacts } from "../engine/ports.js";
import { isUrl } from "../model/index.js";
import type { VerifyKey } from "../signing/index.js";
import type { Config } from "./config.js";
import type { Directories, Environment } from "./directories.js";

export interface ArtifactSources {
  /** One of the configured keys must have signed them, where there are any. */
  readonly artifacts: Artifacts;
  /** Where an artifact of that name may be, in the order in which the servers are asked. Throws DOWNLOAD_NAME_INVALID. */
  urlsOf(artifactName: string): readonly string[];
  /** Removes from the cache what is at none of these locations. Does not fail: a cache is no reason to. */
  keepInCache(locations: readonly string[]): Promise<void>;
}

export interface SourcesInput {
  readonly config: Config;
  readonly directories: Directories;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  verifyKeys(): Promise<readonly VerifyKey[]>;
}

export function createArtifactSources(input: SourcesInput): ArtifactSources {
  const { config, log, verifyKeys, environment, clock } = input;
  const settings = config.downloads ?? DEFAULT_DOWNLOADS;
  const downloads = createDownloads({ settings, clock, environment, log, random: Math.random });
  const cache = cacheFor(input, downloads);
  const fetch: OpenBytes = (url, signal) =>
    cache?.open(url, signal) ?? downloads.open(url, { ...(signal && { signal }) });
  const look: OpenBytes = (url, signal) =>
    cache?.peek(url, signal) ?? downloads.open(url, { isQuick: true, ...(signal && { signal }) });
  const whole = createArtifacts(verifyKeys, orFile(fetch));
  const beginnings = createArtifacts(verifyKeys, orFile(look));
  return {
    artifacts: { ...whole, readHeader: beginnings.readHeader },
    urlsOf: (artifactName) => settings.servers.map((server) => urlOfArtifact(server, artifactName)),
    keepInCache: async (locations) => {
      await cache?.keepOnly(locations.filter(isUrl)).catch((thrown: unknown) => {
        log.warning(`the cache could not be tidied up: ${messageOf(thrown)}`);
      });
    },
  };
}

function orFile(open: OpenBytes): OpenBytes {
  return (location, signal) => (isUrl(location) ? open(location, signal) : openFile(location));
}

function cacheFor({ config, directories, environment, clock, log }: SourcesInput, downloads: Downloads) {
  const settings = config.artifactsCache;
  if (settings === undefined) return undefined;
  const named = environment["MENDER_ORCHESTRATOR_ARTIFACTS_CACHE_DIR"];
  return createCache({
    folder: resolve(named || (settings.path ?? join(directories.datastore, "artifacts"))),
    maxSizeBytes: settings.maxSizeBytes ?? Number.POSITIVE_INFINITY,
    downloads,
    takeLock,
    now: () => new Date(clock.now()),
    log,
  });
}
