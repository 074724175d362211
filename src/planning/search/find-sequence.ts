// The search for a sequence of safe batches: exactly optimal, complete, deterministic. Every part of the problem is answered by
// the first engine that can; parts run side by side.

import type { PlanningBudget, PlanningProblem } from "../problem.js";
import type { RawBatch, RawMove, SearchResult } from "../search-result.js";
import { compile } from "./compile.js";
import { type Engine, engineFor } from "./engine.js";
import { Clock, OutOfTime, type PartMove, type PartPlan, type PartRules } from "./part.js";
import { split } from "./split.js";
import { TooLarge } from "./state-space.js";
import { normalise } from "./task.js";

const IMPOSSIBLE: SearchResult = { kind: "impossible" };

export function findSequence(problem: PlanningProblem, budget: PlanningBudget): SearchResult {
  try {
    return search(problem, new Clock(budget));
  } catch (error) {
    if (error instanceof OutOfTime || error instanceof TooLarge) return { kind: "undecided", leastBatches: 0 };
    throw error;
  }
}

function search(problem: PlanningProblem, clock: Clock): SearchResult {
  const task = normalise(problem);
  if (task === undefined) return IMPOSSIBLE;
  const compiled = compile(problem, task);
  if (!compiled.isTargetAcceptable || (!compiled.isStartAcceptable && !problem.isRepair)) return IMPOSSIBLE;
  if (compiled.refused.some(({ facts }) => facts.length === 0)) return IMPOSSIBLE;
  const isOrdered = problem.ordering === "verify";
  const rules: PartRules = { objective: problem.objective, pointOfNoReturn: problem.pointOfNoReturn, isOrdered };
  const engines: Engine[] = [];
  let batches = 0;
  for (const part of split(task, compiled, isOrdered)) {
    const engine = engineFor(part, rules, clock);
    if (engine === undefined) return IMPOSSIBLE;
    engines.push(engine);
    batches = Math.max(batches, engine.least.batches);
  }
  return assemble(engines.map((engine) => engine.best(batches)));
}

function assemble(plans: readonly PartPlan[]): SearchResult {
  const length = plans.reduce((most, { batches }) => Math.max(most, batches.length), 0);
  const batches: RawBatch[] = [];
  for (let at = 0; at < length; at += 1) {
    const moves = plans.flatMap((plan) => plan.batches[at] ?? []).sort(compareMoves);
    batches.push(moves.map(rawMove));
  }
  const updates = plans.reduce((sum, plan) => sum + plan.updates, 0);
  const noReturn = plans.reduce((least, plan) => Math.min(least, plan.noReturn), Infinity);
  return {
    kind: "found",
    batches,
    isOptimal: true,
    least: { batches: length, updates },
    pointOfNoReturn: noReturn === Infinity ? null : noReturn + 1,
  };
}

function compareMoves({ group: a }: PartMove, { group: b }: PartMove): number {
  return a.position - b.position || a.index - b.index;
}

function rawMove({ group, from, to }: PartMove): RawMove {
  return { group: group.index, from: group.versions[from] ?? "", to: group.versions[to] ?? "" };
}
