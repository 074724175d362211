// What becomes of a bundle from standard input when a run ends: another process may have to go on without it.

import type { StreamBundle } from "../../artifacts/index.js";
import { messageOf } from "../../base/index.js";
import type { AppContext } from "../context.js";
import type { RunOutcome } from "../run-deployment.js";

/** Does not fail: what could not be stored fails the Download that needs it. */
export async function settleStream({ log }: AppContext, stream: StreamBundle, outcome: RunOutcome): Promise<void> {
  switch (outcome) {
    case "left":
      await stream.leave();
      return;
    case "stopped":
    case "hostReboot":
      await stream.storeRest().catch((thrown: unknown) => {
        log.warning(`what is left of the bundle could not be stored, so going on will fail: ${messageOf(thrown)}`);
      });
      await stream.leave();
      return;
    default:
      await stream.close();
  }
}
