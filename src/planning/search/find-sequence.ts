// The search for a sequence of safe batches: exactly optimal, complete, deterministic. Every part of the problem is answered by
// the first engine that can; parts run side by side.

import type { PlanningBudget, PlanningProblem } from "../problem.js";
import type { RawBatch, RawMove, SearchResult } from "../search-result.js";
import { compile } from "./compile.js";
import { answerPart, type Found, type PartAnswer } from "./engine.js";
import { Clock, OutOfTime, type PartMove, type PartRules } from "./part.js";
import { split } from "./split.js";
import { normalise } from "./task.js";

const IMPOSSIBLE: SearchResult = { kind: "impossible" };

export function findSequence(problem: PlanningProblem, budget: PlanningBudget): SearchResult {
  try {
    return search(problem, new Clock(budget));
  } catch (error) {
    if (error instanceof OutOfTime) return { kind: "undecided", leastBatches: 0 };
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
  const answers = split(task, compiled, isOrdered).map((part) => answerPart(part, rules, clock));
  return together(answers);
}

/** A part that is impossible decides, whatever is not known of the others. */
function together(answers: readonly PartAnswer[]): SearchResult {
  if (answers.some(({ kind }) => kind === "impossible")) return IMPOSSIBLE;
  const found: Found[] = [];
  let leastBatches = 0;
  for (const answer of answers) {
    if (answer.kind === "found") found.push(answer);
    if (answer.kind === "undecided") leastBatches = Math.max(leastBatches, answer.leastBatches);
    if (answer.kind === "found") leastBatches = Math.max(leastBatches, answer.least.batches);
  }
  return found.length < answers.length ? { kind: "undecided", leastBatches } : assemble(found, leastBatches);
}

function assemble(found: readonly Found[], leastBatches: number): SearchResult {
  const length = found.reduce((most, each) => Math.max(most, each.found.batches), 0);
  const plans = found.map((each) => each.best(length));
  const batches: RawBatch[] = [];
  for (let at = 0; at < length; at += 1) {
    const moves = plans.flatMap((plan) => plan.batches[at] ?? []).sort(compareMoves);
    batches.push(moves.map(rawMove));
  }
  const noReturn = plans.reduce((least, plan) => Math.min(least, plan.noReturn), Infinity);
  const isOptimal = found.every(
    (each) => each.found.batches === each.least.batches && each.found.updates === each.least.updates,
  );
  const updates = plans.reduce((sum, plan) => sum + plan.updates, 0);
  const leastUpdates = found.reduce((sum, { least }) => sum + least.updates, 0);
  return {
    kind: "found",
    batches,
    isOptimal,
    least: { batches: isOptimal ? length : leastBatches, updates: isOptimal ? updates : leastUpdates },
    pointOfNoReturn: noReturn === Infinity ? null : noReturn + 1,
  };
}

function compareMoves({ group: a }: PartMove, { group: b }: PartMove): number {
  return a.position - b.position || a.index - b.index;
}

function rawMove({ group, from, to }: PartMove): RawMove {
  return { group: group.index, from: group.versions[from] ?? "", to: group.versions[to] ?? "" };
}
