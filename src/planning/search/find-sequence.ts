// The search for a sequence of safe batches: exactly optimal, complete, deterministic. Every part of the problem is answered by
// the first engine that can; parts run side by side.

import type { PlanningBudget, PlanningProblem } from "../problem.js";
import type { RawBatch, RawMove, SearchResult } from "../search-result.js";
import { Clock, OutOfTime } from "./clock.js";
import { answerPart, type Found, type PartAnswer } from "./engine.js";
import type { Least } from "./explicit.js";
import { Memory } from "./memory.js";
import { type Part, type PartMove, type PartRules, plainLeast } from "./part.js";
import { split } from "./split.js";

const IMPOSSIBLE: SearchResult = { kind: "impossible" };

/** The best sequence. */
export function findSequence(problem: PlanningProblem, budget: PlanningBudget): SearchResult {
  const rules = rulesOf(problem, false);
  return inTime(
    () => {
      const answered = answersTo({ problem, rules, memory: new Memory() }, budget);
      return answered === undefined ? IMPOSSIBLE : together(answered, rules);
    },
    { kind: "undecided", leastBatches: 1 },
  );
}

/** Whether there is a sequence at all; undefined where the budget does not tell. */
export function hasSequence(
  problem: PlanningProblem,
  budget: PlanningBudget,
  memory = new Memory(),
): boolean | undefined {
  return inTime(() => {
    const answered = answersTo({ problem, rules: rulesOf(problem, true), memory }, budget);
    if (answered === undefined || answered.some(({ answer }) => answer.kind === "impossible")) return false;
    return answered.every(({ answer }) => answer.kind === "found") ? true : undefined;
  }, undefined);
}

/** Where time runs out before any part is looked at: while tables are read. */
function inTime<Answer>(work: () => Answer, otherwise: Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof OutOfTime) return otherwise;
    throw error;
  }
}

function rulesOf({ objective, pointOfNoReturn, ordering }: PlanningProblem, isAnyGood: boolean): PartRules {
  return { objective, pointOfNoReturn, isOrdered: ordering === "verify", isAnyGood };
}

interface Question {
  readonly problem: PlanningProblem;
  readonly rules: PartRules;
  readonly memory: Memory;
}

/** Undefined where no search is needed to know that there is none. */
function answersTo({ problem, rules, memory }: Question, budget: PlanningBudget): readonly Answered[] | undefined {
  const clock = new Clock(budget);
  const task = memory.taskOf(problem);
  if (task === undefined) return undefined;
  const compiled = memory.compiled(problem, task, clock);
  if (!compiled.isTargetAcceptable || (!compiled.isStartAcceptable && !problem.isRepair)) return undefined;
  if (compiled.refused.some(({ facts }) => facts.length === 0)) return undefined;
  return answers(split(task, compiled, rules.isOrdered), rules, clock);
}

/** Small parts first: what they leave of their shares of the time is for the large ones. */
function answers(parts: readonly Part[], rules: PartRules, clock: Clock): readonly Answered[] {
  const bySize = [...parts].sort((a, b) => a.groups.length - b.groups.length);
  return bySize.map((part, at) => {
    const answer = clock.within(1 / (bySize.length - at), () => answerPart(part, rules, clock));
    return { answer, least: plainLeast(part, rules) };
  });
}

interface Answered {
  readonly answer: PartAnswer;
  /** Of any plan of the part. */
  readonly least: Least;
}

/** A part that is impossible decides, whatever is not known of the others. */
function together(answered: readonly Answered[], rules: PartRules): SearchResult {
  const found: FoundPart[] = [];
  let leastBatches = 0;
  for (const { answer, least } of answered) {
    if (answer.kind === "impossible") return IMPOSSIBLE;
    leastBatches = Math.max(leastBatches, answer.kind === "found" ? answer.least.batches : answer.leastBatches);
    if (answer.kind === "found") found.push({ answer, least });
  }
  if (found.length < answered.length) return { kind: "undecided", leastBatches };
  return assemble(found, leastBatches, rules);
}

interface FoundPart {
  readonly answer: Found;
  readonly least: Least;
}

function assemble(parts: readonly FoundPart[], leastBatches: number, { objective }: PartRules): SearchResult {
  const length = parts.reduce((most, { answer }) => Math.max(most, answer.found.batches), 0);
  const plans = parts.map(({ answer }) => answer.best(length));
  const batches: RawBatch[] = [];
  for (let at = 0; at < length; at += 1) {
    const moves = plans.flatMap((plan) => plan.batches[at] ?? []).sort(compareMoves);
    batches.push(moves.map(rawMove));
  }
  const noReturn = plans.reduce((least, plan) => Math.min(least, plan.noReturn), Infinity);
  const isOptimal = parts.every(({ answer }) => isProven(answer)) && plans.every(({ isBest }) => isBest);
  const updates = plans.reduce((sum, plan) => sum + plan.updates, 0);
  // With the fewest batches more updates may be needed than with more of them.
  const leastUpdates = parts.reduce(
    (sum, { answer, least }) => sum + (objective === "fastest" ? least : answer.least).updates,
    0,
  );
  return {
    kind: "found",
    batches,
    isOptimal,
    least: { batches: isOptimal ? length : leastBatches, updates: isOptimal ? updates : leastUpdates },
    pointOfNoReturn: noReturn === Infinity ? null : noReturn + 1,
  };
}

function isProven({ found, least }: Found): boolean {
  return found.batches === least.batches && found.updates === least.updates;
}

function compareMoves({ group: a }: PartMove, { group: b }: PartMove): number {
  return a.position - b.position || a.index - b.index;
}

function rawMove({ group, from, to }: PartMove): RawMove {
  return { group: group.index, from: group.versions[from] ?? "", to: group.versions[to] ?? "" };
}
