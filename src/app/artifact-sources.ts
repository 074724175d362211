// Where artifacts come from: files, bundles, and the servers of the configuration, with the cache in front of them where it is on.
// For a plan only the beginning of a download is read; what an interface gets goes through the cache.

import { join, resolve } from "node:path";
import { addAbortSignal } from "node:stream";
import {
  createArtifacts,
  createCache,
  createDownloads,
  createSpoolFolder,
  DEFAULT_DOWNLOADS,
  type Downloads,
  distrustful,
  type OpenBytes,
  openFile,
  openInBundleFile,
  parseBundleLocation,
  type SpoolFolder,
  STANDARD_INPUT,
  type StreamBundle,
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
  /** Bytes of artifacts, as they are. */
  readonly openBytes: OpenBytes;
  /** One of the configured keys must have signed them, where there are any. */
  readonly artifacts: Artifacts;
  /** Where an artifact of that name may be, in the order in which the servers are asked. Throws DOWNLOAD_NAME_INVALID. */
  urlsOf(artifactName: string): readonly string[];
  /** Removes from the cache what is at none of these locations. Does not fail: a cache is no reason to. */
  keepInCache(locations: readonly string[]): Promise<void>;
  /** The same with a bundle from standard input among them. */
  withStream(stream: StreamBundle): Pick<ArtifactSources, "artifacts" | "openBytes">;
  /** Where artifacts of such a bundle wait. */
  readonly spool: SpoolFolder;
  /** The same for another system, whose bundles wait in a folder of their own. */
  spooledIn(folder: string): Pick<ArtifactSources, "artifacts" | "openBytes" | "spool">;
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
  const { config, directories, log, verifyKeys, environment, clock } = input;
  const settings = config.downloads ?? DEFAULT_DOWNLOADS;
  const downloads = createDownloads({ settings, clock, environment, log, random: Math.random });
  const cache = cacheFor(input, downloads);
  const fetch: OpenBytes = (url, signal) =>
    cache?.open(url, signal) ?? downloads.open(url, { ...(signal && { signal }) });
  const look: OpenBytes = (url, signal) =>
    cache?.peek(url, signal) ?? downloads.open(url, { isQuick: true, ...(signal && { signal }) });
  const forget = async (location: string): Promise<boolean> =>
    isUrl(location) && cache !== undefined && (await cache.forget(location));
  const readingFrom = (open: InStream) => {
    const openBytes = byKind(fetch, open);
    const whole = createArtifacts(verifyKeys, openBytes);
    const beginnings = createArtifacts(verifyKeys, byKind(look, open));
    return { openBytes, artifacts: distrustful({ ...whole, readHeader: beginnings.readHeader }, forget) };
  };
  const spooledIn = (folder: string) => {
    const spool = createSpoolFolder(folder);
    return { ...readingFrom(spool.open), spool };
  };
  return {
    ...spooledIn(join(directories.datastore, "stream")),
    spooledIn,
    withStream: (stream) => readingFrom(stream.open),
    urlsOf: (artifactName) => settings.servers.map((server) => urlOfArtifact(server, artifactName)),
    keepInCache: async (locations) => {
      await cache?.keepOnly(locations.filter(isUrl)).catch((thrown: unknown) => {
        log.warning(`the cache could not be tidied up: ${messageOf(thrown)}`);
      });
    },
  };
}

type InStream = StreamBundle["open"];

function byKind(fetch: OpenBytes, openInStream: InStream): OpenBytes {
  return async (location, signal, part) => {
    if (isUrl(location)) return await fetch(location, signal);
    const place = parseBundleLocation(location);
    if (place === undefined) return await openFile(location);
    if (place.path !== STANDARD_INPUT) return await openInBundleFile(place);
    const { sizeBytes, stream } = await openInStream(place.index, part);
    return { sizeBytes, stream: signal === undefined ? stream : addAbortSignal(signal, stream) };
  };
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
