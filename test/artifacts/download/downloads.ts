// Downloads for tests: a clock whose pauses take no time, chance that is none, and a log that is kept.

import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { createDownloads, type DownloadSettings, type Downloads } from "../../../src/artifacts/download/index.js";
import type { Clock } from "../../../src/base/index.js";
import { keptLog } from "../../interfaces/world.js";

export interface TestDownloads extends Downloads {
  readonly log: readonly string[];
  /** Milliseconds. */
  readonly pauses: readonly number[];
  fetch(url: string): Promise<Buffer>;
}

export interface TestSettings extends Partial<DownloadSettings> {
  readonly environment?: Readonly<Record<string, string>>;
  /** How fast the clock goes by which the pace of a server is judged. */
  readonly timesFaster?: number;
}

const PATIENT = { servers: [], maxSizeBytes: 2 ** 30, stallSeconds: 30, retrySeconds: 300, minBytesPerSecond: 1 };

/** Unless a test says otherwise, the system trusts what is configured and nobody else: reading its many takes time. */
export function makeDownloads({ environment, timesFaster, ...settings }: TestSettings): TestDownloads {
  const { log, lines } = keptLog();
  const { clock, pauses } = quickClock(timesFaster);
  const random = () => 0.5;
  const few = {
    ...(settings.serverCertificatePath && { SSL_CERT_FILE: settings.serverCertificatePath }),
    ...environment,
  };
  const downloads = createDownloads({ settings: { ...PATIENT, ...settings }, clock, random, log, environment: few });
  const fetch = async (url: string) => await contentOf((await downloads.open(url)).stream);
  return { ...downloads, log: lines, pauses, fetch };
}

/** Pauses are noted, and over at once, on a clock that then is later. */
export function quickClock(timesFaster = 1): { readonly clock: Clock; readonly pauses: number[] } {
  const pauses: number[] = [];
  let late = 0;
  const sleep = async (milliseconds: number) => {
    pauses.push(milliseconds);
    late += milliseconds;
  };
  return {
    pauses,
    clock: { now: () => Date.now() + late, monotonic: () => performance.now() * timesFaster + late, sleep },
  };
}

export async function contentOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Content that no two places of are alike. */
export function content(sizeBytes: number): Buffer {
  return randomBytes(sizeBytes);
}
