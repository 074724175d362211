// How a message calls a move that has to be made: by its type alone where that is clear, else with its versions.

import type { Outlook } from "./outlook.js";
import type { Step } from "./precedences.js";
import { moveText, printable } from "./words.js";

export function stepNames({ problem }: Outlook, steps: readonly Step[]): (step: Step) => string {
  const counts = new Map<string, number>();
  for (const { type } of steps) counts.set(type, (counts.get(type) ?? 0) + 1);
  return (step) => ((counts.get(step.type) ?? 0) > 1 ? moveText(problem, step) : printable(step.type));
}
