// Where planner, verifier and oracle do not agree about a problem.

import { processorMilliseconds } from "../../../bench/planning/samples.js";
import type { PlanningProblem } from "../../../src/planning/problem.js";
import { findSequence, hasSequence } from "../../../src/planning/search/index.js";
import type { RawBatch, SearchResult } from "../../../src/planning/search-result.js";
import { verifySequence } from "../../../src/planning/verify/index.js";
import { explore, type OracleAnswer } from "../oracle/index.js";

/** Enough for the slowest machine; the oracle needs longer than the planner for everything that is drawn here. */
export const BUDGET = { milliseconds: 20_000, now: processorMilliseconds };

export type Planner = (problem: PlanningProblem) => SearchResult;

export const planner: Planner = (problem) => findSequence(problem, BUDGET);

/** What is not as it should be, in words; empty where all agree. */
export function disagreements(problem: PlanningProblem, plan: Planner = planner): readonly string[] {
  const oracle = explore(problem);
  if (plan === planner && hasSequence(problem, BUDGET) !== oracle.isFeasible)
    return [`whether there is a sequence: the oracle says ${oracle.isFeasible}`];
  const result = plan(problem);
  switch (result.kind) {
    case "undecided":
      return ["the planner is undecided"];
    case "impossible":
      return oracle.isFeasible ? [`the planner finds nothing, the oracle ${JSON.stringify(oracle)}`] : [];
    case "found":
      return [...wrongIn(problem, result.batches), ...different(problem, result, oracle)];
  }
}

function wrongIn(problem: PlanningProblem, batches: readonly RawBatch[]): readonly string[] {
  return verifySequence(problem, batches).map(({ message }) => message);
}

type Found = Extract<SearchResult, { kind: "found" }>;

function different(problem: PlanningProblem, found: Found, oracle: OracleAnswer): readonly string[] {
  if (!oracle.isFeasible)
    return [`the planner finds ${JSON.stringify(found.batches)}, the oracle nothing: ${oracle.why}`];
  const updates = found.batches.flat().reduce((sum, { group }) => sum + (problem.groups[group]?.count ?? 0), 0);
  const figures = { batches: found.batches.length, updates, pointOfNoReturn: found.pointOfNoReturn };
  const { isFeasible: _, ...expected } = oracle;
  return [
    ...(JSON.stringify(figures) === JSON.stringify(expected)
      ? []
      : [`the planner: ${JSON.stringify(figures)}, the oracle: ${JSON.stringify(expected)}`]),
    ...(found.isOptimal ? [] : ["not proven to be optimal"]),
    ...(found.least.batches <= figures.batches && found.least.updates <= updates
      ? []
      : ["bounds above what was found"]),
  ];
}
