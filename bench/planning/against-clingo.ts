// clingo on the same problem: whole processes, one per number of batches until there is a plan, and only what they took. The
// question is easier than ours wherever there are stepping stones: the fewest batches, with any number of updates.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { PlanningProblem } from "../../src/planning/index.js";
import { ask, programOf } from "../../test/planning/clingo/clingo.js";
import { factsOf } from "../../test/planning/clingo/facts.js";

const PATIENCE_MILLISECONDS = 10_000;
/** Lengths asked for where there is no plan: more would only be slower. */
const LENGTHS = 30;

export interface ClingoTime {
  /** Of the processor, by clingo's processes alone. */
  readonly milliseconds: number;
  readonly wallMilliseconds: number;
  /** Whether it got to the end: a plan, or the last of the lengths. */
  readonly isComplete: boolean;
}

export function hasClingo(): boolean {
  return spawnSync("clingo", ["--version"]).status === 0;
}

export function clingoTime(problem: PlanningProblem): ClingoTime {
  const facts = factsOf(problem);
  const program = programOf(problem, facts);
  const startedAt = performance.now();
  const usedBefore = childrenMilliseconds();
  const time = () => ({
    milliseconds: childrenMilliseconds() - usedBefore,
    wallMilliseconds: performance.now() - startedAt,
  });
  for (let length = 1; length <= Math.min(facts.mostBatches, LENGTHS); length += 1) {
    if (ask(program, length) !== undefined) break;
    if (time().milliseconds > PATIENCE_MILLISECONDS) return { ...time(), isComplete: false };
  }
  return { ...time(), isComplete: true };
}

const TICK_MILLISECONDS = 10;

/** Processor time of the processes that this one has started and that have ended, as the kernel counts it. */
function childrenMilliseconds(): number {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[13]) + Number(fields[14])) * TICK_MILLISECONDS;
}
