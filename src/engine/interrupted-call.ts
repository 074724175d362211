// A state that an earlier run was carrying out when it died, and that must not simply run again: what is known of each
// component's own call counts, and of those that still waited for their turn it has not run at all.

import { invariant } from "../base/index.js";
import type { ComponentKey, DeploymentEvent } from "../model/index.js";
import type { CallCommand } from "./call-command.js";
import type { CallSession, KnownFacts } from "./calls.js";
import type { CallFact, DeploymentFold } from "./fold.js";
import { INTERRUPTED, interruptionOf, isOfUpdate } from "./interruption.js";
import { createTurns } from "./turns.js";

export type Settlement =
  | { readonly kind: "settled"; readonly event: DeploymentEvent }
  /** Some have not been called, and no failure says that they need not be: it goes on with those. */
  | { readonly kind: "goesOn"; readonly known: KnownFacts };

export function settleInterrupted(
  { recorder, roster }: Pick<CallSession, "recorder" | "roster">,
  command: CallCommand,
  { facts, released }: Pick<DeploymentFold, "facts" | "released">,
): Settlement {
  invariant(command.kind === "call", "a query is asked again, never settled as interrupted");
  const turns = createTurns(command, roster);
  const waiting = command.components.filter((key) => !facts.has(key) && turns.isLimited(key) && !released.has(key));
  const known = new Map<ComponentKey, CallFact>(facts);
  for (const component of command.components) {
    if (known.has(component) || waiting.includes(component)) continue;
    recorder.record({ type: "callEnded", component, call: command.state, outcome: INTERRUPTED });
    known.set(component, { outcome: INTERRUPTED });
  }
  const isVerified = interruptionOf(command.state) === "isVerified";
  const failed = command.components.filter((key) => isFailure(known.get(key), isVerified));
  const isLost = failed.length > 0 && isOfUpdate(command.state);
  if (waiting.length > 0 && !isLost) return { kind: "goesOn", known: isVerified ? asDone(known) : known };
  const withdrawn = waiting.length > 0 ? { withdrawn: waiting } : {};
  return { kind: "settled", event: { type: "stateSettled", failed, ...withdrawn } };
}

function isFailure(fact: CallFact | undefined, isVerified: boolean): boolean {
  if (fact === undefined || fact.outcome.ok) return false;
  return !(isVerified && isInterrupted(fact));
}

/** Noted by a run that died before it could say what the interruption means. */
function isInterrupted({ outcome }: CallFact): boolean {
  return !outcome.ok && outcome.reason === INTERRUPTED.reason;
}

/** The verify that follows decides on them; until then they count as done. */
function asDone(known: KnownFacts): KnownFacts {
  return new Map(
    [...known].map(([key, fact]): [ComponentKey, CallFact] => [
      key,
      isInterrupted(fact) ? { outcome: { ok: true, durationMilliseconds: 0 } } : fact,
    ]),
  );
}
