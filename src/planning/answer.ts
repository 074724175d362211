// What the planner answers: a sequence, or the reason why there is none, ready to be shown.

import type { ErrorCode, SourceLocation } from "../base/index.js";
import type { UpdateSequence, VersionedType } from "../model/index.js";

/** A message of the planner: a headline, and the lines below it. */
export interface PlanMessage {
  readonly code: ErrorCode;
  /** `the order values in this manifest are not safe` */
  readonly message: string;
  /** The body, line by line, without indentation. */
  readonly lines: readonly string[];
  /** One thing to do. */
  readonly hint?: string;
  /** The row, or the key of the manifest, that it is about. */
  readonly location?: SourceLocation;
  /** Machine-readable: combinations, rows (`table`, `list`, `number`, `file`, `line`), proposed orders, relaxations. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Values that would be safe, where the given ones are not. */
export type ProposedOrder = Readonly<Record<string, number>>;

export type PlanningAnswer =
  | { readonly isFeasible: true; readonly sequence: UpdateSequence; readonly warnings: readonly PlanMessage[] }
  | { readonly isFeasible: false; readonly refusal: PlanMessage; readonly warnings: readonly PlanMessage[] };

/** A combination in the words of messages: `gateway v1 + rtos v2`. */
export type MessageCombination = readonly VersionedType[];
