// Why a move is where it is, in words; and which earlier move a reason means. A view of what the planner found: nothing is
// decided here.

import { unreachable } from "../../../base/index.js";
import type { PlannedMove, PlanReason, RefusingRule, UpdateSequence, VersionedType } from "../../../model/index.js";
import { printable } from "../text.js";

/** A move and the batch it belongs to, from 0. */
export interface PlacedMove {
  readonly batch: number;
  readonly move: PlannedMove;
}

/** A reason with the two moves it is about; `before` is undefined where it is about one alone. */
export interface PlacedReason {
  readonly reason: PlanReason;
  readonly move: PlacedMove;
  readonly before: PlacedMove | undefined;
}

export function placedMoves({ batches }: Pick<UpdateSequence, "batches">): readonly PlacedMove[] {
  return batches.flatMap(({ moves }, batch) => moves.map((move) => ({ batch, move })));
}

/** Every reason of the plan, batch by batch; one about a move that is not there is left out. */
export function placedReasons(sequence: UpdateSequence): readonly PlacedReason[] {
  const byGroup = movesByGroup(sequence);
  return sequence.batches.flatMap(({ because }, batch) =>
    because.flatMap((reason) => {
      const move = byGroup.get(reason.group)?.find((placed) => placed.batch === batch);
      if (move === undefined) return [];
      const earlier = reason.kind === "noReturn" ? [] : (byGroup.get(reason.after) ?? []);
      return [{ reason, move, before: meantBy(reason, earlier, batch) }];
    }),
  );
}

function movesByGroup(sequence: UpdateSequence): ReadonlyMap<number, readonly PlacedMove[]> {
  const byGroup = new Map<number, PlacedMove[]>();
  for (const placed of placedMoves(sequence)) {
    const others = byGroup.get(placed.move.group);
    if (others === undefined) byGroup.set(placed.move.group, [placed]);
    else others.push(placed);
  }
  return byGroup;
}

/** A group may move several times: the one meant is that which leaves the version of the combination, else the last one. */
function meantBy(reason: PlanReason, moves: readonly PlacedMove[], batch: number): PlacedMove | undefined {
  const earlier = moves.filter((placed) => placed.batch < batch);
  const isMeant = ({ move }: PlacedMove) =>
    reason.kind === "combination" &&
    reason.combination.some(({ type, version }) => type === move.type && version === move.from);
  return earlier.findLast(isMeant) ?? earlier.at(-1);
}

/** `gateway v1 + rtos v2` */
export function combinationText(combination: readonly VersionedType[]): string {
  return combination.map(({ type, version }) => `${printable(type)} ${printable(version)}`).join(" + ");
}

/** `table system`, or where the requirement stands. */
export function ruleName(rule: RefusingRule): string {
  return rule.kind === "requirement" ? printable(rule.requirement.path) : `table ${printable(rule.table.name)}`;
}

/** What the author says about it, in quotes, or nothing. */
export function whyText(rule: RefusingRule): string {
  const why = rule.kind === "row" ? rule.row.why : undefined;
  return why === undefined ? "" : ` "${printable(why)}"`;
}

/** `after gateway (table system: gateway v1 + rtos v2 is not acceptable)` */
export function reasonText({ reason, before }: PlacedReason, nameOf: (move: PlannedMove) => string): string {
  const name = before === undefined ? "another" : nameOf(before.move);
  switch (reason.kind) {
    case "combination":
      return `after ${name} (${ruleName(reason.rule)}: ${combinationText(reason.combination)} is not acceptable)`;
    case "steppingStone":
      return before === undefined ? "after its own update" : `after its own update ${versionsText(before.move)}`;
    case "order":
      return `after ${name} (order)`;
    case "noReturn":
      return "as late as possible (it cannot be rolled back)";
    default:
      return unreachable(reason);
  }
}

export function versionsText({ from, to }: Pick<PlannedMove, "from" | "to">): string {
  return `${printable(from)} -> ${printable(to)}`;
}

/** The type alone where it moves once in the plan, else with its versions. */
export function moveNames(sequence: UpdateSequence): (move: PlannedMove) => string {
  const times = new Map<string, number>();
  for (const { move } of placedMoves(sequence)) times.set(move.type, (times.get(move.type) ?? 0) + 1);
  return (move) => {
    const isAlone = times.get(move.type) === 1;
    return isAlone ? printable(move.type) : `${printable(move.type)} ${versionsText(move)}`;
  };
}
