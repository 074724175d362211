// The engine's decisions by the constraints as sentences, for everything that shows them.

import type { ComponentChange, RefusedCombination, RestingComponent, SafetyDecision } from "./safety-decision.js";

/** One sentence, without a full stop: why it turned back or stopped. */
export function decisionSentence(decision: SafetyDecision): string {
  switch (decision.kind) {
    case "changed":
      return decision.changes.map(changeSentence).join("; ");
    case "noReturn": {
      const names = decision.components.join(", ");
      const where =
        decision.rule === "refuse" ? "" : ` before the last batch (this is ${decision.batch} of ${decision.batches})`;
      return `${names} cannot be rolled back, and planning.point_of_no_return: ${decision.rule} forbids that${where}`;
    }
    case "rests":
      return `the rollback stopped, because ${refusedText(decision.refused)}`;
  }
}

/** Everything there is to say, a line each. */
export function decisionLines(decision: SafetyDecision): readonly string[] {
  switch (decision.kind) {
    case "changed":
      return decision.changes.map(changeSentence);
    case "noReturn":
      return [decisionSentence(decision)];
    case "rests":
      return [decisionSentence(decision), ...decision.components.map(restingLine)];
  }
}

/** What a person can do about it. */
export function decisionAdvice(decision: SafetyDecision): string {
  switch (decision.kind) {
    case "changed":
      return decision.changes.some(({ found }) => found === undefined)
        ? "make the component answer Provides, then plan again"
        : "find out who changed it, then plan again from what is there";
    case "noReturn":
      return "declare it with rollback: unsupported, so that the plan knows; or allow it once with --accept-no-return";
    case "rests":
      return "repair what could not be rolled back, or install a manifest whose plan leads on from what is there (plan --repair shows one)";
  }
}

/** Why one component stays where it is. */
export function restingReason(refused: RefusedCombination): string {
  return `it was not rolled back, because ${refusedText(refused)}`;
}

function changeSentence({ component, expected, found }: ComponentChange): string {
  const before = expected === "" ? "no version" : expected;
  if (found === undefined)
    return `${component} could not be asked for its version, which was ${before} when the plan was made`;
  return `${component} changed during the deployment: it was ${before} when the plan was made, and says ${found === "" ? "no version" : found} now`;
}

function refusedText({ combination, rule, why, location }: RefusedCombination): string {
  const versions = combination.map(({ type, version }) => `${type} ${version}`).join(" + ");
  const place = location.line === undefined ? location.file : `${location.file}:${location.line}`;
  const because = why === undefined ? "" : `, "${why}"`;
  return `${versions} could have occurred, which is not acceptable (${rule}, ${place}${because})`;
}

function restingLine({ component, versions }: RestingComponent): string {
  return `${component} rests at ${versions.join(" or ")}`;
}
