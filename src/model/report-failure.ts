// Failures as a report has them: from a call's outcome, or because nothing is known of how a call ended.

import type { ComponentKey } from "./component.js";
import type { CallOutcome } from "./outcome.js";
import type { MachineQuery, State } from "./protocol.js";
import type { CallFailure } from "./report.js";

type Failed = Extract<CallOutcome, { ok: false }>;

export function failureOf(
  where: { readonly component: ComponentKey; readonly call: State | MachineQuery },
  outcome: Failed,
  at: number,
): CallFailure {
  const { reason, message, code, hint, exitCode, outputTail } = outcome;
  const known = {
    ...(code !== undefined && { code }),
    ...(hint !== undefined && { hint }),
    ...(exitCode !== undefined && { exitCode }),
  };
  return { ...where, reason, message, ...known, outputTail, at };
}

/** Says no more than the exit code, which is known. */
const ONLY_THE_CODE = /\b(?:exited with|exit (?:code|status))(?: code| status)? -?\d+\.?$/;
const MOST_CHARACTERS = 300;

/** The last line that was printed and says something, which is often why; undefined where there is none. */
export function lastWords({ outputTail }: Pick<CallFailure, "outputTail">): string | undefined {
  const lines = outputTail.map((line) => line.trim()).filter((line) => line !== "");
  const words = lines.findLast((line) => !ONLY_THE_CODE.test(line)) ?? lines.at(-1);
  return words === undefined || words.length <= MOST_CHARACTERS ? words : `${words.slice(0, MOST_CHARACTERS - 1)}…`;
}

/** What ended the orchestrator while a call ran. */
export type Interruption = "signal" | "died";

const INTERRUPTIONS: Readonly<Record<Interruption, string>> = {
  signal: "the orchestrator was stopped by a signal while it ran",
  died: "the orchestrator was killed, or the power went, while it ran",
};

export function interruptedOutcome(interruption: Interruption): Failed {
  const message = INTERRUPTIONS[interruption];
  return { ok: false, reason: "interrupted", message, outputTail: [], durationMilliseconds: 0 };
}
