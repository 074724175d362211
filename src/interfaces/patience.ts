// A time-out that sees before it judges. Where this process was stopped for a while, by a frozen container or a busy machine, its
// timers are over before it has heard of what happened meanwhile: an end that was in time would be taken for one that never came.

/** Calls once the time is over, after what has happened by then was told. To be cleared by clearTimeout, until the time is over. */
export function afterPatience(milliseconds: number, give: () => void): NodeJS.Timeout {
  return setTimeout(() => setImmediate(give), milliseconds);
}
