// The problem in small integers: every group is a little graph of the versions it can pass through, every component type a
// column of the values its groups can show. What can never be reached, or never leads to the target, is left out.

import { type Constraints, type NoReturnRule, OFFLINE, offlineTypes } from "../../model/index.js";
import type { PlanningGroup, PlanningProblem, PlanningType } from "../problem.js";
import { type MoveRules, moveRules } from "./moves.js";

export interface Edge {
  readonly to: number;
  readonly isReversible: boolean;
}

/** Nodes are versions; node 0 is where the group is now. */
export interface TaskGroup {
  /** Index in the problem's groups. */
  readonly index: number;
  readonly column: number;
  readonly order: number;
  /** Of its type, in the manifest. */
  readonly position: number;
  readonly weight: number;
  readonly versions: readonly string[];
  /** Of each node: its fact, a number for "this type shows this version". */
  readonly facts: readonly number[];
  readonly goal: number;
  /** By node. Under a verified order a group that stays has two such nodes: untouched, and come back. */
  readonly isGoal: readonly boolean[];
  readonly edges: readonly (readonly Edge[])[];
  /** By node: where the group can go to on a way back to its start, forward or by a rollback. */
  readonly returns: readonly (readonly number[])[];
  /** The fact that it shows while it moves, beside those of its versions; NO_FACT where no rule asks. */
  readonly offline: number;
  /** Updates of a shortest way to the goal. */
  readonly shortest: number;
}

export interface Column {
  readonly type: string;
  /** Fact of the first value; the others follow. */
  readonly firstFact: number;
  readonly values: readonly string[];
  /** Whether `offline` is the last of the values. */
  readonly hasOffline: boolean;
  readonly groups: readonly number[];
}

export const NO_FACT = -1;

export interface Task {
  readonly groups: readonly TaskGroup[];
  readonly columns: readonly Column[];
  readonly columnOf: ReadonlyMap<string, number>;
  /** By fact: shown by a group that cannot move, so always there. */
  readonly isPermanent: readonly boolean[];
  /** By fact: shown at the start. */
  readonly isInitial: readonly boolean[];
}

/** Undefined where a group cannot get to its target at all. */
export function normalise(problem: PlanningProblem): Task | undefined {
  const types = new Map(problem.types.map((type) => [type.type, type]));
  const members = groupsByType(problem.groups);
  const offline = offlineIn(problem.constraints);
  const groups: TaskGroup[] = [];
  const columns: Column[] = [];
  let firstFact = 0;
  for (const [type, indexes] of members) {
    const about = types.get(type);
    if (about === undefined) return undefined;
    const built = column(problem, about, { indexes, column: columns.length, firstFact, offline });
    if (built === undefined) return undefined;
    columns.push(built.column);
    for (const group of built.groups) groups[group.index] = group;
    firstFact += built.column.values.length;
  }
  return { groups, columns, columnOf: new Map(columns.map(({ type }, at) => [type, at])), ...flags(groups, firstFact) };
}

/** The types that some rule names `offline` for. */
export function offlineIn({ tables, requirements }: Constraints): ReadonlySet<string> {
  const found = new Set<string>();
  for (const table of tables) for (const type of offlineTypes(table)) found.add(type);
  for (const requirement of requirements) for (const type of offlineTypes(requirement)) found.add(type);
  return found;
}

export function isFixed(group: TaskGroup): boolean {
  return group.versions.length === 1;
}

function groupsByType(groups: readonly PlanningGroup[]): Map<string, number[]> {
  const members = new Map<string, number[]>();
  groups.forEach(({ type }, index) => {
    const known = members.get(type);
    if (known === undefined) members.set(type, [index]);
    else known.push(index);
  });
  return members;
}

interface Place {
  readonly indexes: readonly number[];
  readonly column: number;
  readonly firstFact: number;
  readonly offline: ReadonlySet<string>;
}

function column(problem: PlanningProblem, type: PlanningType, place: Place) {
  const installable = new Set(type.stones.map(({ version }) => version));
  for (const index of place.indexes) installable.add(groupAt(problem, index).target);
  const values = new Map<string, number>();
  const groups: TaskGroup[] = [];
  for (const index of place.indexes) {
    const group = groupAt(problem, index);
    const rules = withoutForbidden(moveRules(group, type, installable), group, problem.pointOfNoReturn);
    const plain = localGraph(group, installable, rules);
    if (plain === undefined) return undefined;
    const graph = problem.ordering === "verify" ? withReturn(plain) : plain;
    for (const version of graph.versions) if (!values.has(version)) values.set(version, values.size);
    const facts = graph.versions.map((version) => place.firstFact + (values.get(version) ?? 0));
    const { order, position } = type;
    groups.push({
      index,
      column: place.column,
      order,
      position,
      weight: group.count,
      facts,
      offline: NO_FACT,
      ...graph,
    });
  }
  const { indexes, firstFact } = place;
  const hasOffline = place.offline.has(type.type) && !groups.every(isFixed);
  const shown = [...values.keys(), ...(hasOffline ? [OFFLINE] : [])];
  const built = { type: type.type, firstFact, values: shown, hasOffline, groups: indexes };
  if (!hasOffline) return { column: built, groups };
  return { column: built, groups: groups.map((group) => ({ ...group, offline: firstFact + values.size })) };
}

function groupAt(problem: PlanningProblem, index: number): PlanningGroup {
  const group = problem.groups[index];
  if (group === undefined) throw new RangeError(`no group ${index}`);
  return group;
}

type Step = (from: string, to: string) => boolean;

type LocalGraph = Pick<TaskGroup, "versions" | "goal" | "isGoal" | "edges" | "returns" | "shortest">;

function localGraph(
  { current, target }: PlanningGroup,
  installable: ReadonlySet<string>,
  rules: MoveRules,
): LocalGraph | undefined {
  if (installable.size === 1) return straight(current, target, rules);
  const all = [...new Set([current, ...installable])];
  const isForward = reach(all, current, (from, to) => rules.isAllowed(from, to));
  const isBackward = reach(all, target, (from, to) => rules.isAllowed(to, from));
  const ways = all.filter((version) => isForward.has(version) && isBackward.has(version));
  const goal = ways.indexOf(target);
  if (goal < 0) return undefined;
  const isLost = ways.some((from) => edgesFrom(from, ways, rules).some(({ isReversible }) => !isReversible));
  const versions = isLost ? [...ways, ...waysBack(all, ways, rules)] : ways;
  const edges = versions.map((from) => (ways.includes(from) ? edgesFrom(from, ways, rules) : []));
  const returns = versions.map((from) => versions.flatMap((to, at) => (leadsBack(rules, from, to) ? [at] : [])));
  const isGoal = versions.map((_, node) => node === goal);
  return { versions, goal, isGoal, edges, returns, shortest: isForward.get(target) ?? 0 };
}

function leadsBack(rules: MoveRules, from: string, to: string): boolean {
  return rules.isPossible(from, to) || (rules.isPossible(to, from) && rules.isReversible(to, from));
}

/**
 * Versions that no plan passes through, and that a way back may. Only versions that moves can bring the group to: a
 * rollback undoes a move, so it never leads to a version from which the group cannot have come.
 */
function waysBack(all: readonly string[], ways: readonly string[], rules: MoveRules): readonly string[] {
  const [start = ""] = ways;
  const known = [...reach(all, start, rules.isPossible).keys()];
  const isBefore = reach(known, start, (from, to) => leadsBack(rules, to, from));
  const isAfter = reachFrom(known, ways, (from, to) => leadsBack(rules, from, to));
  return known.filter((version) => !ways.includes(version) && isBefore.has(version) && isAfter.has(version));
}

/** The usual case, without the searches: no stepping stones. */
function straight(current: string, target: string, rules: MoveRules): LocalGraph | undefined {
  if (current === target)
    return { versions: [current], goal: 0, isGoal: [true], edges: [[]], returns: [[]], shortest: 0 };
  if (!rules.isAllowed(current, target)) return undefined;
  const edge = { to: 1, isReversible: rules.isReversible(current, target) };
  const returns = [[1], edge.isReversible ? [0] : []];
  return { versions: [current, target], goal: 1, isGoal: [false, true], edges: [[edge], []], returns, shortest: 1 };
}

/** Moves that the point of no return's rule excludes are none. */
function withoutForbidden(rules: MoveRules, { target }: PlanningGroup, rule: NoReturnRule): MoveRules {
  if (rule === "allow") return rules;
  const isKept = (from: string, to: string) => rules.isReversible(from, to) || (rule === "last_batch" && to === target);
  return { ...rules, isAllowed: (from, to) => rules.isAllowed(from, to) && isKept(from, to) };
}

/** For a group that stays but can step aside: a node of its own for having come back. */
function withReturn(graph: LocalGraph): LocalGraph {
  const { versions, goal, edges, isGoal } = graph;
  if (goal !== 0 || versions.length === 1) return graph;
  const back = versions.length;
  const redirected = edges.map((from) => from.map((edge) => (edge.to === 0 ? { ...edge, to: back } : edge)));
  return {
    ...graph,
    versions: [...versions, versions[0] ?? ""],
    edges: [...redirected, redirected[0] ?? []],
    isGoal: [...isGoal, true],
    returns: [...graph.returns, graph.returns[0] ?? []],
  };
}

function edgesFrom(from: string, versions: readonly string[], rules: MoveRules): Edge[] {
  return versions.flatMap((to, at) =>
    rules.isAllowed(from, to) ? [{ to: at, isReversible: rules.isReversible(from, to) }] : [],
  );
}

/** Moves from `start` to every version that can be reached. */
function reach(all: readonly string[], start: string, isStep: Step) {
  return reachFrom(all, [start], isStep);
}

/** The same, from the nearest of several. */
function reachFrom(all: readonly string[], starts: readonly string[], isStep: Step) {
  const distances = new Map(starts.map((start) => [start, 0]));
  for (const [from, distance] of distances) {
    for (const to of all) if (!distances.has(to) && isStep(from, to)) distances.set(to, distance + 1);
  }
  return distances;
}

function flags(groups: readonly TaskGroup[], facts: number) {
  const isPermanent = new Array<boolean>(facts).fill(false);
  const isInitial = new Array<boolean>(facts).fill(false);
  for (const group of groups) {
    const fact = group.facts[0] ?? 0;
    isInitial[fact] = true;
    if (isFixed(group)) isPermanent[fact] = true;
  }
  return { isPermanent, isInitial };
}
