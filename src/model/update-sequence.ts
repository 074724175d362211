// What the planner answers: batches of moves, each with the reason why it may not come earlier. Counts, not components: a
// move of a million nodes is one entry. app/ turns it into executable plans (plan.ts), views print it.

import type { RefusingRule } from "./acceptable.js";

export interface VersionedType {
  readonly type: string;
  /** As the author, or the component, writes it. */
  readonly version: string;
}

/** All components of one group, from one version to another. */
export interface PlannedMove {
  /** Index of the group in the problem. */
  readonly group: number;
  readonly type: string;
  /** As the author, or the component, writes it; so is `to`. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** Components by id, where they are known and few. */
  readonly ids?: readonly string[];
  /** Whether the component type's rules let this move be rolled back. */
  readonly isReversible: boolean;
}

/** Why a move comes after another one. `move` and `after` are indexes of groups. */
export type PlanReason =
  /** Were they the other way round, or together, the combination would occur. */
  | {
      readonly kind: "combination";
      readonly group: number;
      readonly after: number;
      readonly combination: readonly VersionedType[];
      readonly rule: RefusingRule;
    }
  /** The same component moved before. */
  | { readonly kind: "steppingStone"; readonly group: number; readonly after: number }
  /** The manifest's order values say so. */
  | { readonly kind: "order"; readonly group: number; readonly after: number }
  /** It cannot be rolled back, and waits for what can. */
  | { readonly kind: "noReturn"; readonly group: number };

export interface PlannedBatch {
  /** Sorted by the position of the type in the manifest, then by group. */
  readonly moves: readonly PlannedMove[];
  readonly because: readonly PlanReason[];
}

/** What was proven: no plan has fewer than `least`; the one returned has `found`. */
export interface SequenceBounds {
  readonly batches: { readonly least: number; readonly found: number };
  readonly updates: { readonly least: number; readonly found: number };
}

export interface UpdateSequence {
  readonly batches: readonly PlannedBatch[];
  /** Updates of single components. */
  readonly updates: number;
  /** Number of the batch after whose start only forward works, from 1; null where everything can be rolled back. */
  readonly pointOfNoReturn: number | null;
  readonly isOptimal: boolean;
  /** Only where optimality was not proven in the time given. */
  readonly bounds?: SequenceBounds;
}
