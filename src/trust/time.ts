// What time it is, for things that expire. A clock may be wrong: a gateway without a battery starts in 1970.

/** No manifest that could be checked here is older than this program. */
const EARLIEST = Date.UTC(2026, 0, 1);

/** Undefined where the text is no time. */
export function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * Never earlier than when this system accepted its newest manifest. That time was before the manifest expired, so a clock that
 * once ran ahead cannot put it beyond what a trusted key has signed.
 */
export function timeNow(clock: number, acceptedAt: number | undefined): number {
  return Math.max(clock, acceptedAt ?? EARLIEST, EARLIEST);
}
