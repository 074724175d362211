// What a capture or a restore that failed makes of the call it belongs to.

import { messageOf, OrchestratorError } from "../base/index.js";
import type { CallFailed } from "../model/index.js";
import type { PointStore } from "./point-keeper.js";

/** Whole milliseconds. */
export function tookSince({ monotonic }: Pick<PointStore, "monotonic">, begun: number): number {
  return Math.round(monotonic() - begun);
}

const SENTENCES = {
  capture: "its rollback point could not be captured",
  restore: "its rollback point could not be restored",
} as const;

export function failedOutcome(
  reason: keyof typeof SENTENCES,
  thrown: unknown,
  durationMilliseconds: number,
): CallFailed {
  const known = thrown instanceof OrchestratorError ? thrown : undefined;
  return {
    ...{ ok: false, reason, message: `${SENTENCES[reason]}: ${messageOf(thrown)}` },
    ...(known !== undefined && { code: known.code }),
    ...(known?.hint !== undefined && { hint: known.hint }),
    ...{ outputTail: [], durationMilliseconds },
  };
}
