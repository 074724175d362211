// Asks clingo: the best plan of a problem, or that there is none. Small problems in one call with everything optimised, large
// ones with one call per length.

import { spawnSync } from "node:child_process";
import type { PlanningProblem } from "../../../src/planning/problem.js";
import { type Facts, factsOf } from "./facts.js";
import { BEST, NO_RETURN, PROGRAM } from "./program.js";

export type ClingoAnswer =
  | { readonly isFeasible: true; readonly batches: number; readonly updates: number; readonly isUpdatesProven: boolean }
  | { readonly isFeasible: false };

interface Answer {
  readonly Result: string;
  readonly Call: readonly { readonly Witnesses?: readonly { readonly Value: readonly string[] }[] }[];
}

/**
 * Undefined where the longest possible plan is too long to be asked for in one go. Optimising is clingo's dear part, so it is
 * asked for that only where a plan of the shortest length leaves anything open.
 */
export function bestByClingo(problem: PlanningProblem, longest = 40): ClingoAnswer | undefined {
  const facts = factsOf(problem);
  if (!isWorthAsking(facts)) return { isFeasible: false };
  if (facts.mostBatches > longest) return undefined;
  const program = programOf(problem, facts);
  if (ask(program, facts.mostBatches) === undefined) return { isFeasible: false };
  const shortest = shortestOf(problem, { program, facts, longest });
  if (!shortest.isFeasible || shortest.isUpdatesProven) return shortest;
  const length = problem.objective === "fastest" ? shortest.batches : facts.mostBatches;
  const best = ask(program + BEST[problem.objective], length);
  return best === undefined ? { isFeasible: false } : { ...measured(problem, best), isUpdatesProven: true };
}

/** The fewest batches, by one call per length; the updates are those of some plan of that length. */
export function shortestByClingo(problem: PlanningProblem, longest = Number.POSITIVE_INFINITY): ClingoAnswer {
  const facts = factsOf(problem);
  if (!isWorthAsking(facts)) return { isFeasible: false };
  return shortestOf(problem, { program: programOf(problem, facts), facts, longest });
}

interface Search {
  readonly program: string;
  readonly facts: Facts;
  readonly longest: number;
}

function shortestOf(problem: PlanningProblem, { program, facts, longest }: Search): ClingoAnswer {
  for (let length = 0; length <= Math.min(facts.mostBatches, longest); length += 1) {
    const moves = ask(program, length);
    if (moves === undefined) continue;
    const answer = measured(problem, moves);
    return { ...answer, batches: length, isUpdatesProven: answer.updates === facts.leastUpdates };
  }
  return { isFeasible: false };
}

function isWorthAsking({ areEndsAcceptable, leastUpdates }: Facts): boolean {
  return areEndsAcceptable && leastUpdates < Number.POSITIVE_INFINITY;
}

export function programOf(problem: PlanningProblem, { text }: Facts): string {
  return text + PROGRAM + NO_RETURN[problem.pointOfNoReturn];
}

export type Move = readonly [group: number, from: number, to: number, batch: number];

/** The moves of the last, best answer; undefined where there is none of that many batches. */
export function ask(program: string, length: number): readonly Move[] | undefined {
  const { stdout, stderr, error } = spawnSync("clingo", ["--outf=2", "--warn=none", `--const=n=${length}`], {
    input: program,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  const answer = JSON.parse(stdout) as Answer;
  if (answer.Result === "UNSATISFIABLE") return undefined;
  const witness = answer.Call.at(-1)?.Witnesses?.at(-1);
  if (witness === undefined) throw new Error(`clingo gave no answer: ${answer.Result} ${stderr}`);
  return witness.Value.map(moveOf);
}

function moveOf(atom: string): Move {
  const [group = 0, from = 0, to = 0, batch = 0] = (atom.match(/\d+/g) ?? []).map(Number);
  return [group, from, to, batch];
}

function measured({ groups }: PlanningProblem, moves: readonly Move[]) {
  const updates = moves.reduce((sum, [group]) => sum + (groups[group]?.count ?? 0), 0);
  return { isFeasible: true, batches: new Set(moves.map(([, , , batch]) => batch)).size, updates } as const;
}
