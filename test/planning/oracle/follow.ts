// Follows a sequence component by component, in every order in which the members of its batches can finish, and tells which
// of the definitions it breaks.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import type { RawBatch } from "../../../src/planning/search-result.js";
import type { ViolationKind } from "../../../src/planning/verify/index.js";
import { mayMove, mayReturn } from "./moves.js";
import { at, type World, worldOf } from "./world.js";

/** `combination 2` for an unacceptable combination while the second batch runs; other kinds by their name. */
export type Fault = Exclude<ViolationKind, "combination"> | `combination ${number}`;

/** Every move must lead to a version that a component of the type can be brought to at all, and begin where its group is. */
export function faultsOf(problem: PlanningProblem, batches: readonly RawBatch[]): ReadonlySet<Fault> {
  const world = worldOf(problem, "instances");
  const found = new Set<Fault>();
  let isFine = world.isSafe(world.start, world.start);
  if (!isFine) found.add("start");
  let state = world.start;
  const last = new Map<number, number>();
  for (const [index, batch] of batches.entries()) {
    if (batch.length === 0 || new Set(batch.map(({ group }) => group)).size < batch.length) found.add("batch");
    const differences = batch.flatMap((move) => {
      const members = world.units.flatMap((unit, position) => (unit.group === move.group ? [{ unit, position }] : []));
      const { unit } = at(members, 0);
      if (!mayMove(unit, move.from, move.to)) found.add("move");
      const isAllowed = problem.pointOfNoReturn === "allow" || mayReturn(unit, move.from, move.to);
      const isLast = problem.pointOfNoReturn === "last_batch" && index === batches.length - 1;
      if (!isAllowed && !isLast) found.add("noReturn");
      for (const { position } of members) last.set(position, index);
      return members.map(({ position }) => ({ position, shift: world.shift(state, position, move.to) }));
    });
    const states = statesOf(state, differences, world.asksOffline);
    // After an unacceptable state it is moot which of the later ones are new.
    const begin = state;
    const isSafe = states.every((each) => world.isSafe(each.state, begin, each.offline));
    if (isFine && !isSafe) found.add(`combination ${index + 1}`);
    isFine &&= isSafe;
    state = differences.reduce((sum, { shift }) => sum + shift, state);
  }
  if (state !== world.goal) found.add("target");
  if (!world.isEnd(state)) found.add("end");
  if (problem.ordering === "verify" && !isInOrder(world, last)) found.add("order");
  return found;
}

/** Each of the components is old, new, or offline. */
function statesOf(
  begin: number,
  moves: readonly { readonly position: number; readonly shift: number }[],
  asksOffline: boolean,
) {
  const seen = [{ state: begin, offline: 0 }];
  for (const { position, shift } of moves) {
    const moved = seen.map(({ state, offline }) => ({ state: state + shift, offline }));
    const away = asksOffline ? seen.map(({ state, offline }) => ({ state, offline: offline | (1 << position) })) : [];
    seen.push(...moved, ...away);
  }
  return seen;
}

function isInOrder({ units }: World, last: ReadonlyMap<number, number>): boolean {
  const ends = [...last].map(([unit, batch]) => ({ order: at(units, unit).type.order, batch }));
  return ends.every((one) =>
    ends.every((other) => Math.sign(one.order - other.order) === Math.sign(one.batch - other.batch)),
  );
}
