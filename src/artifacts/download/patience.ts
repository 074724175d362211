// How long a download is tried again: delays that grow, with chance in them so that many systems do not come back together,
// an end to the attempts and to the time in which nothing was gained, and a server's own wish for a pause.

import { OrchestratorError } from "../../base/index.js";
import { downloadFault, isPassing } from "./fault.js";
import { FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS, PROGRESS_BYTES } from "./limits.js";
import type { DownloadWorld } from "./settings.js";

export interface Patience {
  received(bytes: number): void;
  /** Waits before the next attempt. Throws what was thrown where there is to be none, or the signal's reason. */
  afterFailure(thrown: unknown): Promise<void>;
}

export interface PatienceOptions {
  readonly world: Pick<DownloadWorld, "clock" | "random" | "log"> & {
    readonly settings: Pick<DownloadWorld["settings"], "retrySeconds">;
  };
  readonly maxAttempts: number;
  readonly signal: AbortSignal;
}

export function createPatience({ world, maxAttempts, signal }: PatienceOptions): Patience {
  const { clock, log, random, settings } = world;
  let failures = 0;
  let gained = 0;
  let troubledSince: number | undefined;
  return {
    received: (bytes) => {
      gained += bytes;
      if (gained < PROGRESS_BYTES) return;
      failures = 0;
      troubledSince = undefined;
    },
    afterFailure: async (thrown) => {
      signal.throwIfAborted();
      if (!isPassing(thrown)) throw thrown;
      failures += 1;
      gained = 0;
      const now = clock.monotonic();
      troubledSince ??= now;
      const left = settings.retrySeconds - (now - troubledSince) / 1000;
      const asked = askedPause(thrown, clock.now());
      if (asked !== undefined && asked > left) throw busy(thrown, asked);
      if (failures >= maxAttempts || left <= 0) throw givenUp(thrown, failures);
      const pause = Math.min(asked ?? random() * longestDelay(failures), left);
      log.warning(`${thrown.message}; trying again in ${pause.toFixed(1)} s`, { code: thrown.code, attempt: failures });
      await sleepUnless(signal, clock.sleep(pause * 1000));
    },
  };
}

function longestDelay(failures: number): number {
  return Math.min(FIRST_DELAY_SECONDS * 2 ** (failures - 1), LONGEST_DELAY_SECONDS);
}

/** Retry-After: seconds, or a date. */
function askedPause({ facts }: OrchestratorError, now: number): number | undefined {
  const { retryAfter } = facts;
  if (typeof retryAfter !== "string") return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? undefined : Math.max((until - now) / 1000, 0);
}

function busy(thrown: OrchestratorError, asked: number): OrchestratorError {
  const wish = `and asks to come back in ${Math.ceil(asked)} s`;
  return downloadFault("DOWNLOAD_BUSY", `${thrown.message} ${wish}`, { facts: thrown.facts });
}

function givenUp({ code, message, hint, facts, cause }: OrchestratorError, attempts: number): OrchestratorError {
  if (attempts === 1) return new OrchestratorError({ code, message, ...(hint && { hint }), facts, cause });
  const times = `given up after ${attempts} attempts`;
  return new OrchestratorError({ code, message: `${message}; ${times}`, ...(hint && { hint }), facts, cause });
}

async function sleepUnless(signal: AbortSignal, sleeping: Promise<void>): Promise<void> {
  let leave = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener("abort", leave, { once: true });
  });
  try {
    await Promise.race([sleeping, aborted]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
