// Planners that are wrong in one way each: the real one, asked a question that leaves something out, or with its answer spoilt.

import { type ConstraintRow, type ConstraintTable, semverScheme } from "../../../src/model/index.js";
import type { PlanningGroup, PlanningProblem, PlanningType } from "../../../src/planning/problem.js";
import type { RawBatch, SearchResult } from "../../../src/planning/search-result.js";
import { type Planner, planner } from "../random/disagreements.js";

export interface BrokenPlanner {
  readonly name: string;
  readonly plan: Planner;
  /** Who must notice: the verifier, since it is unsafe or breaks a rule, or only the figures, since it is not the best. */
  readonly noticedBy: "verifier" | "figures";
}

export const BROKEN: readonly BrokenPlanner[] = [
  unsafe("ignores the last refusing row of a table", (problem) => withTables(problem, withoutLastRefusal)),
  unsafe("lets acceptance win over refusal", (problem) => withTables(problem, acceptedWins)),
  unsafe("accepts what is not listed", (problem) =>
    withTables(problem, (table) => ({ ...table, unlisted: "acceptable" })),
  ),
  unsafe("takes a transition row for an end state", (problem) =>
    withTables(problem, (table) =>
      withRows(table, (rows) => rows.map((row) => ({ ...row, list: "end_states" as const }))),
    ),
  ),
  unsafe("does not know that components are offline meanwhile", (problem) =>
    withTables(problem, (table) => withRows(table, (rows) => rows.map(withoutOffline))),
  ),
  unsafe("reads only the first table", (problem) => {
    const { tables, requirements } = problem.constraints;
    return { ...problem, constraints: { tables: tables.slice(0, 1), requirements } };
  }),
  unsafe("forgets requirements", (problem) => ({
    ...problem,
    constraints: { ...problem.constraints, requirements: [] },
  })),
  unsafe("jumps over mandatory versions", (problem) =>
    withTypes(problem, (type) => ({ ...type, stones: type.stones.map((stone) => ({ ...stone, isMandatory: false })) })),
  ),
  unsafe("makes any move", (problem) => withTypes(problem, (type) => ({ ...type, moves: { kind: "any" } }))),
  unsafe("moves what the manifest does not speak of", (problem) =>
    withTypes(problem, (type) => ({
      ...type,
      isManaged: true,
      moves: { kind: "any" },
      stones: type.isManaged ? type.stones : [{ version: "2.0.0", isMandatory: false }],
    })),
  ),
  unsafe("takes every move for reversible", (problem) =>
    withTypes(problem, (type) => ({ ...type, rollback: { kind: "supported" } })),
  ),
  unsafe("does not look at the order", (problem) => ({ ...problem, ordering: "auto" })),
  unsafe("takes every start for a repair", (problem) => ({ ...problem, isRepair: true })),
  spoilt("verifier", "runs the first two batches at once", ([first = [], second = [], ...rest]) => [
    [...first, ...second],
    ...rest,
  ]),
  spoilt("verifier", "stops one batch too early", (batches) => batches.slice(0, -1)),
  spoilt("verifier", "looks only at the states between batches", allAtOnce),
  spoilt("verifier", "turns two batches round", ([first = [], second = [], ...rest]) => [second, first, ...rest]),
  spoilt("figures", "needs one batch more", ([first = [], ...rest]) => {
    const [move, ...moves] = first;
    return move === undefined || moves.length === 0 ? [first, ...rest] : [[move], moves, ...rest];
  }),
  { name: "judges mixed versions by the lowest", noticedBy: "verifier", plan: byTheLowest },
  worse("does not weigh updates", (problem) => ({
    ...problem,
    groups: problem.groups.map((group) => ({ ...group, count: 1 })),
  })),
  worse("never takes the fast way", (problem) => ({ ...problem, objective: "fewest_updates" })),
  worse("does not know that v2 and 2.0.0 are the same", (problem) =>
    withTables(problem, (table) => withRows(table, (rows) => rows.map(literal))),
  ),
  worse("refuses for types that are not there", (problem) => withTables(problem, forgetsAbsent(problem))),
  { name: "gives up after two batches", noticedBy: "figures", plan: givesUpAfter(2) },
  { name: "never sees a point of no return", noticedBy: "figures", plan: seesNoReturnAt(null) },
  { name: "counts the point of no return from 0", noticedBy: "figures", plan: seesNoReturnAt(-1) },
];

function unsafe(name: string, change: (problem: PlanningProblem) => PlanningProblem): BrokenPlanner {
  return { name, noticedBy: "verifier", plan: (problem) => planner(change(problem)) };
}

function worse(name: string, change: (problem: PlanningProblem) => PlanningProblem): BrokenPlanner {
  return { name, noticedBy: "figures", plan: (problem) => planner(change(problem)) };
}

function spoilt(
  noticedBy: BrokenPlanner["noticedBy"],
  name: string,
  change: (batches: readonly RawBatch[]) => readonly RawBatch[],
): BrokenPlanner {
  const plan: Planner = (problem) => {
    const result = planner(problem);
    return result.kind === "found"
      ? { ...result, batches: change(result.batches).filter(({ length }) => length > 0) }
      : result;
  };
  return { name, noticedBy, plan };
}

function withTables(problem: PlanningProblem, change: (table: ConstraintTable) => ConstraintTable): PlanningProblem {
  const { tables, requirements } = problem.constraints;
  return { ...problem, constraints: { tables: tables.map(change), requirements } };
}

function withTypes(problem: PlanningProblem, change: (type: PlanningType) => PlanningType): PlanningProblem {
  return { ...problem, types: problem.types.map(change) };
}

function withRows(
  table: ConstraintTable,
  change: (rows: readonly ConstraintRow[]) => readonly ConstraintRow[],
): ConstraintTable {
  return { ...table, rows: change(table.rows) };
}

/** Another word for it is a version that nothing has. */
function withoutOffline(row: ConstraintRow): ConstraintRow {
  const cells = Object.entries(row.cells).map(([type, cell]) => {
    const matchers = cell.matchers.map((matcher) =>
      matcher.kind === "exact" && matcher.version === "offline" ? { ...matcher, version: "nowhere" } : matcher,
    );
    return [type, { ...cell, matchers }];
  });
  return { ...row, cells: Object.fromEntries(cells) };
}

function withoutLastRefusal(table: ConstraintTable): ConstraintTable {
  return withRows(table, (rows) => {
    const last = rows.findLastIndex(({ acceptable }) => !acceptable);
    return rows.filter((_, index) => index !== last);
  });
}

/** In a closed table, what only refuses what is accepted elsewhere has no effect any more. */
function acceptedWins(table: ConstraintTable): ConstraintTable {
  return table.unlisted === "acceptable"
    ? table
    : withRows(table, (rows) => rows.filter(({ acceptable }) => acceptable));
}

function literal(row: ConstraintRow): ConstraintRow {
  const cells = Object.entries(row.cells).map(([type, cell]) => {
    const matchers = cell.matchers.map((matcher) =>
      matcher.kind === "exact" ? { ...matcher, version: cell.text.split(", ")[0] ?? "" } : matcher,
    );
    return [type, { ...cell, matchers }] as const;
  });
  return { ...row, cells: Object.fromEntries(cells) };
}

function forgetsAbsent({ groups }: PlanningProblem) {
  const present = new Set(groups.map(({ type }) => type));
  return (table: ConstraintTable) =>
    withRows(table, (rows) =>
      rows.map((row) => ({
        ...row,
        cells: Object.fromEntries(Object.entries(row.cells).filter(([type]) => present.has(type))),
      })),
    );
}

/** Before and after are acceptable, so why not do everything in one batch. */
function allAtOnce(batches: readonly RawBatch[]): readonly RawBatch[] {
  const moves = batches.flat();
  return new Set(moves.map(({ group }) => group)).size === moves.length ? [moves] : batches;
}

/** Plans as if every type were at the lowest of its versions, and takes the others along with the first batch. */
function byTheLowest(problem: PlanningProblem): SearchResult {
  const kept = problem.groups.flatMap((group, index) => (isLowest(group, problem.groups) ? [index] : []));
  const result = planner({ ...problem, groups: kept.flatMap((index) => problem.groups[index] ?? []) });
  if (result.kind !== "found") return result;
  const along = problem.groups.flatMap(({ current, target }, group) =>
    kept.includes(group) || current === target ? [] : [{ group, from: current, to: target }],
  );
  const batches = result.batches.map((moves) => moves.map((move) => ({ ...move, group: kept[move.group] ?? 0 })));
  const [first = [], ...rest] = batches;
  return { ...result, batches: [[...first, ...along], ...rest].filter(({ length }) => length > 0) };
}

function isLowest({ type, current }: PlanningGroup, groups: readonly PlanningGroup[]): boolean {
  return groups.every((other) => other.type !== type || (semverScheme.compare(current, other.current) ?? 0) <= 0);
}

function givesUpAfter(batches: number): Planner {
  return (problem) => {
    const result = planner(problem);
    return result.kind === "found" && result.batches.length > batches ? { kind: "impossible" } : result;
  };
}

function seesNoReturnAt(shift: number | null): Planner {
  return (problem) => {
    const result = planner(problem);
    if (result.kind !== "found" || result.pointOfNoReturn === null) return result;
    return { ...result, pointOfNoReturn: shift === null ? null : result.pointOfNoReturn + shift };
  };
}
