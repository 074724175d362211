// A way back leads to a manifest that was accepted once. Where the keys that had signed it do not count any more, one of them may have
// been stolen: then what they signed is not installed again, not even because it was there before.

import type { AppContext } from "../context.js";
import { startOf } from "../ended.js";
import { readSystemTrust } from "../trust/system-trust.js";
import { impossible, type ReturnPoint } from "./find-return.js";

/** Throws ROLLBACK_TO_IMPOSSIBLE. What was installed before its owner asked for signatures has none to judge, and is let through. */
export async function refuseUntrusted(context: AppContext, { undone, earlier }: ReturnPoint): Promise<void> {
  const signedBy = startOf(earlier)?.release?.signedBy;
  const trust = signedBy === undefined ? undefined : await readSystemTrust(context);
  if (signedBy === undefined || trust === undefined) return;
  const { keyids, threshold } = trust.root.roles.manifest;
  const counting = signedBy.filter((id) => keyids.includes(id));
  if (counting.length >= threshold) return;
  throw impossible(
    undone,
    `of the keys that signed ${earlier.plan.manifestName}, ${counting.length} are trusted now, and ${threshold} must be`,
  );
}
