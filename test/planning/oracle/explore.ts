// The oracle: tries every batch of every state of a small system, and every subset of every batch, and tells the best there
// is. It knows nothing of boxes, groups or clauses. Slow by intention, so only for a few components.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { at, type World, worldOf } from "./world.js";

export type OracleAnswer =
  | { readonly isFeasible: false; readonly why: "start" | "end" | "path" }
  | {
      readonly isFeasible: true;
      readonly batches: number;
      /** Of single components. */
      readonly updates: number;
      /** The first batch that shows a state without a way back, as late as such a plan can have it; null where there is none. */
      readonly pointOfNoReturn: number | null;
    };

/** A state, and what the ordering of the manifest lets come next. */
interface Node {
  readonly state: number;
  /** Under `verify`: types up to this order have made their last moves. */
  readonly done: number;
  /** Under `verify`: units that have moved. */
  readonly moved: number;
}

interface Edge extends Pick<Batch, "updates" | "isReturnable"> {
  readonly to: Node;
}

export function explore(problem: PlanningProblem, level: "instances" | "groups" = "instances"): OracleAnswer {
  const world = worldOf(problem, level);
  if (!world.isSafe(world.start, world.start)) return { isFeasible: false, why: "start" };
  if (!world.isEnd(world.goal)) return { isFeasible: false, why: "end" };
  const graph = createGraph(problem, world);
  const cost = cheapest(problem, world, graph);
  if (cost === undefined) return { isFeasible: false, why: "path" };
  return { isFeasible: true, ...cost, pointOfNoReturn: latestNoReturn(problem, { world, graph, ...cost }) };
}

/** Whether the start and the target are acceptable, whatever is between them. */
export function isBearable(problem: PlanningProblem): boolean {
  const world = worldOf(problem, "groups");
  return world.isSafe(world.start, world.start) && world.isEnd(world.goal);
}

type Graph = (node: Node) => readonly Edge[];

function createGraph(problem: PlanningProblem, world: World): Graph {
  const batches = new Map<number, readonly Batch[]>();
  const edges = new Map<string, readonly Edge[]>();
  return (node) => {
    const key = nodeKey(node);
    const known = edges.get(key);
    if (known !== undefined) return known;
    const free = batches.get(node.state) ?? safeBatches(world, node.state);
    batches.set(node.state, free);
    const made = free.flatMap((batch) => edgesOf(problem, world, node, batch));
    edges.set(key, made);
    return made;
  };
}

function nodeKey({ state, done, moved }: Node): string {
  return `${state} ${done} ${moved}`;
}

interface Batch {
  readonly to: number;
  /** Bit by bit the units that move. */
  readonly movers: number;
  readonly updates: number;
  /** Whether each of its moves can be taken back. */
  readonly isReversible: boolean;
  /** Whether the start can be reached again from every state that it shows. */
  readonly isReturnable: boolean;
}

/** A state while a batch runs. */
interface Glimpse {
  readonly state: number;
  /** Bit by bit the units that are neither old nor new. */
  readonly offline: number;
}

/** Unit after unit stays or makes one of its moves; `seen` are all states that the moves so far lead through. */
function safeBatches(world: World, state: number): readonly Batch[] {
  const found: Batch[] = [];
  function extend(unit: number, seen: readonly Glimpse[], batch: Batch): void {
    if (unit === world.units.length) {
      if (batch.movers !== 0) found.push(batch);
      return;
    }
    extend(unit + 1, seen, batch);
    for (const { difference, isReversible } of world.options(state, unit)) {
      const moved = seen.map((each) => ({ ...each, state: each.state + difference }));
      const away = world.asksOffline ? seen.map((each) => ({ ...each, offline: each.offline | (1 << unit) })) : [];
      const added = [...moved, ...away];
      if (!added.every((each) => world.isSafe(each.state, state, each.offline))) continue;
      extend(unit + 1, [...seen, ...added], {
        to: batch.to + difference,
        movers: batch.movers | (1 << unit),
        updates: batch.updates + at(world.units, unit).weight,
        isReversible: batch.isReversible && isReversible,
        isReturnable: batch.isReturnable && moved.every((each) => each.offline !== 0 || world.isReturnable(each.state)),
      });
    }
  }
  extend(0, [{ state, offline: 0 }], { to: state, movers: 0, updates: 0, isReversible: true, isReturnable: true });
  return found;
}

function edgesOf(problem: PlanningProblem, world: World, node: Node, batch: Batch): readonly Edge[] {
  const { updates, isReversible, isReturnable } = batch;
  if (problem.pointOfNoReturn === "refuse" && !isReversible) return [];
  const isLastOnly = problem.pointOfNoReturn === "last_batch" && !isReversible;
  return nodesAfter(problem, world, node, batch)
    .filter((to) => !isLastOnly || isGoal(problem, world, to))
    .map((to) => ({ to, updates, isReturnable }));
}

function nodesAfter(problem: PlanningProblem, world: World, node: Node, { to, movers }: Batch): readonly Node[] {
  if (problem.ordering !== "verify") return [{ state: to, done: 0, moved: 0 }];
  const isFrozen = world.units.some(({ type }, unit) => type.order <= node.done && (movers & (1 << unit)) !== 0);
  if (isFrozen) return [];
  const orders = [...new Set(world.units.map(({ type }) => type.order))].filter((order) => order > node.done);
  return [node.done, ...orders.filter((order) => isLastOf(order, world, node, { to, movers }))].map((done) => ({
    state: to,
    done,
    moved: node.moved | movers,
  }));
}

/** Whether the batch can be the last of every type of this order, and all types of lower orders are at rest. */
function isLastOf(
  order: number,
  world: World,
  { moved, done }: Node,
  { to, movers }: Pick<Batch, "to" | "movers">,
): boolean {
  return world.units.every(({ type }, unit) => {
    const bit = 1 << unit;
    const isThere = world.digit(to, unit) === world.digit(world.goal, unit);
    if (type.order > order || type.order <= done) return true;
    if (type.order < order) return isThere && (moved & bit) === 0 && (movers & bit) === 0;
    return isThere && ((movers & bit) !== 0 || (moved & bit) === 0);
  });
}

/** Under `verify`, everything that moved must have made its last move in the batch of its order. */
function isGoal(problem: PlanningProblem, world: World, { state, done, moved }: Node): boolean {
  if (state !== world.goal) return false;
  if (problem.ordering !== "verify") return true;
  return world.units.every(({ type }, unit) => type.order <= done || (moved & (1 << unit)) === 0);
}

interface Cost {
  readonly batches: number;
  readonly updates: number;
}

function compareCosts(problem: PlanningProblem, a: Cost, b: Cost): number {
  const batches = a.batches - b.batches;
  const updates = a.updates - b.updates;
  return problem.objective === "fastest" ? batches || updates : updates || batches;
}

const START: Cost = { batches: 0, updates: 0 };

/** Goes on from whatever was reached most cheaply. Costs only grow, so the first goal that is taken is the best. */
function cheapest(problem: PlanningProblem, world: World, graph: Graph): Cost | undefined {
  const start: Node = { state: world.start, done: 0, moved: 0 };
  const open = new Map([[nodeKey(start), { node: start, cost: START }]]);
  const closed = new Set<string>();
  while (open.size > 0) {
    const [key, { node, cost }] = [...open].reduce((a, b) =>
      compareCosts(problem, a[1].cost, b[1].cost) <= 0 ? a : b,
    );
    if (isGoal(problem, world, node)) return cost;
    open.delete(key);
    closed.add(key);
    for (const { to, updates } of graph(node)) {
      const next = { batches: cost.batches + 1, updates: cost.updates + updates };
      const known = open.get(nodeKey(to));
      if (closed.has(nodeKey(to)) || (known !== undefined && compareCosts(problem, known.cost, next) <= 0)) continue;
      open.set(nodeKey(to), { node: to, cost: next });
    }
  }
  return undefined;
}

interface Reach extends Cost {
  readonly world: World;
  readonly graph: Graph;
}

function latestNoReturn(problem: PlanningProblem, reach: Reach): number | null {
  if (isReachedWith(problem, reach, Number.POSITIVE_INFINITY)) return null;
  for (let batch = reach.batches; batch > 1; batch--) {
    if (isReachedWith(problem, reach, batch)) return batch;
  }
  return 1;
}

/** Whether the same cost is reached without a state that has no way back, in all batches before `from`. */
function isReachedWith(problem: PlanningProblem, { world, graph, batches, updates }: Reach, from: number): boolean {
  let layer = new Map([["", { node: { state: world.start, done: 0, moved: 0 } as Node, spent: 0 }]]);
  for (let batch = 1; batch <= batches; batch++) {
    const next: typeof layer = new Map();
    for (const { node, spent } of layer.values()) {
      for (const edge of graph(node)) {
        const total = spent + edge.updates;
        if (total > updates || (!edge.isReturnable && batch < from)) continue;
        const key = nodeKey(edge.to);
        if ((next.get(key)?.spent ?? Number.POSITIVE_INFINITY) > total) next.set(key, { node: edge.to, spent: total });
      }
    }
    layer = next;
  }
  return [...layer.values()].some(({ node }) => isGoal(problem, world, node));
}
