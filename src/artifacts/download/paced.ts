// The chunks of a body, as long as they come: a server that stops, or that sends hardly anything, is given up. Only the time
// counts during which a chunk was waited for: a consumer may be as slow as it likes.

import type { Readable } from "node:stream";
import type { Clock } from "../../base/index.js";
import { downloadFault } from "./fault.js";
import { gather } from "./gather.js";
import type { DownloadSettings } from "./settings.js";

export interface Pace extends Pick<DownloadSettings, "stallSeconds" | "minBytesPerSecond"> {
  readonly clock: Pick<Clock, "monotonic">;
  /** As it may be shown. */
  readonly address: string;
}

/** Throws DOWNLOAD_STALLED, DOWNLOAD_TOO_SLOW, or the body's error. The body is destroyed when this is left. */
export async function* paced(body: Readable, pace: Pace): AsyncGenerator<Buffer, void, void> {
  const rate = rateWatch(pace);
  let isWaiting = true;
  const timer = setTimeout(() => {
    if (isWaiting) body.destroy(stalled(pace));
  }, pace.stallSeconds * 1000);
  try {
    const chunks = gather(body);
    for (;;) {
      isWaiting = true;
      timer.refresh();
      const since = pace.clock.monotonic();
      const chunk = await chunks.next();
      isWaiting = false;
      if (chunk === undefined) return;
      rate.received(chunk.length, pace.clock.monotonic() - since);
      yield chunk;
    }
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}

function stalled({ address, stallSeconds }: Pace) {
  return downloadFault("DOWNLOAD_STALLED", `${address}: nothing came for ${stallSeconds} s`);
}

/** One stall time-out's worth of waiting must bring enough. */
function rateWatch({ address, stallSeconds, minBytesPerSecond }: Pace) {
  let bytes = 0;
  let waited = 0;
  return {
    received: (count: number, milliseconds: number): void => {
      bytes += count;
      waited += milliseconds;
      if (waited < stallSeconds * 1000) return;
      const perSecond = Math.round((bytes * 1000) / waited);
      if (perSecond < minBytesPerSecond) {
        const rates = `${perSecond} bytes per second come, and ${minBytesPerSecond} must`;
        throw downloadFault("DOWNLOAD_TOO_SLOW", `${address}: ${rates}`);
      }
      bytes = 0;
      waited = 0;
    },
  };
}
