// Plans written by hand, as the planner would answer them: the examples of the documents, and others that a view has to cope
// with. What they claim is not checked here.

import {
  type ConstraintRow,
  type ConstraintTable,
  NO_CONSTRAINTS,
  type PlannedBatch,
  type PlannedMove,
  type PlanReason,
  type UpdateSequence,
} from "../../src/model/index.js";
import type { PlanningGroup, PlanningProblem } from "../../src/planning/index.js";

export function problemWith(groups: readonly Pick<PlanningGroup, "type" | "current" | "count">[]): PlanningProblem {
  return {
    groups: groups.map((group) => ({ ...group, target: group.current, ids: [] })),
    ...{ types: [], constraints: NO_CONSTRAINTS, isRepair: false, spellings: new Map() },
    ...{ ordering: "auto", objective: "fewest_updates", pointOfNoReturn: "allow" },
  };
}

const LOCATION = { file: "manifest.yaml", line: 21, column: 7 };

const REFUSING: ConstraintRow = {
  ...{ list: "transition_states", number: 2, acceptable: false, why: "old gateway cannot talk to new rtos" },
  cells: {},
  location: LOCATION,
};

export function tableNamed(name: string): ConstraintTable {
  return { name, path: "constraints", columns: [], unlisted: "refused", rows: [REFUSING], location: LOCATION };
}

export interface Step {
  readonly type: string;
  readonly from?: string;
  readonly to?: string;
  readonly count?: number;
  readonly group: number;
  readonly ids?: readonly string[];
  readonly isReversible?: boolean;
}

export function move({ from = "v1", to = "v2", count = 1, isReversible = true, ...rest }: Step): PlannedMove {
  return { ...rest, from, to, count, isReversible };
}

/** `later` must wait for `earlier`, because of a row of a table. */
export function because(later: PlannedMove, earlier: PlannedMove, table = "system"): PlanReason {
  const combination = [
    { type: earlier.type, version: earlier.from },
    { type: later.type, version: later.to },
  ];
  const rule = { kind: "row", table: tableNamed(table), row: REFUSING } as const;
  return { kind: "combination", group: later.group, after: earlier.group, combination, rule };
}

export function sequence(batches: readonly PlannedBatch[], rest: Partial<UpdateSequence> = {}): UpdateSequence {
  const updates = batches.flatMap(({ moves }) => moves).reduce((sum, { count }) => sum + count, 0);
  return { batches, updates, pointOfNoReturn: null, isOptimal: true, ...rest };
}

const gateway = move({ type: "gateway", group: 0, ids: ["G13"] });
const rtos = move({ type: "rtos", group: 1, count: 2, ids: ["R456", "R998"] });

/** The example that everything is explained with. */
export const GATEWAY_FIRST = sequence([
  { moves: [gateway], because: [] },
  { moves: [rtos], because: [because(rtos, gateway)] },
]);

const toStone = move({ type: "rtos", group: 1, from: "1.0.0", to: "1.5.0", count: 2 });
const newGateway = move({ type: "gateway", group: 0, from: "1.0.0", to: "2.0.0" });
const fromStone = move({ type: "rtos", group: 1, from: "1.5.0", to: "2.0.0", count: 2 });
const boot = move({ type: "boot", group: 2, from: "3", to: "4", isReversible: false });

/** Over a stepping stone, in two legs, with something at the end that cannot be undone. */
export const OVER_A_STONE = sequence(
  [
    { moves: [toStone], because: [] },
    { moves: [newGateway], because: [because(newGateway, toStone)] },
    {
      moves: [fromStone],
      because: [because(fromStone, newGateway, "radio"), { kind: "steppingStone", group: 1, after: 1 }],
    },
    { moves: [boot], because: [because(boot, fromStone), { kind: "noReturn", group: 2 }] },
  ],
  { pointOfNoReturn: 4 },
);

/** `width` moves in each of `length` batches, each waiting for two of the batch before and one of the batch before that. */
export function woven(length: number, width: number): UpdateSequence {
  const rows = Array.from({ length }, (_, batch) =>
    Array.from({ length: width }, (_, i) =>
      move({
        type: `module-${batch + 1}-${i + 1}`,
        group: batch * width + i,
        from: "1.2.0",
        to: "1.3.0",
        count: 1 + i,
      }),
    ),
  );
  return sequence(
    rows.map((moves, batch) => ({
      moves,
      because: moves.flatMap((later, i) =>
        [rows[batch - 1]?.[i], rows[batch - 1]?.[(i + 1) % width], rows[batch - 2]?.[(i + 2) % width]].flatMap(
          (earlier) => (earlier === undefined ? [] : [because(later, earlier, `pairs-${batch}`)]),
        ),
      ),
    })),
  );
}
