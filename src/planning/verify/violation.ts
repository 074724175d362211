// What is wrong with a sequence. A violation is a mistake of this program, never of the user's documents: a sequence that has
// one is not carried out.

import type { VersionedType } from "../../model/index.js";

export type ViolationKind =
  /** The system starts in a combination that is not acceptable. */
  | "start"
  /** A batch is empty, or moves a group twice, or one that is not where the move begins, or not there at all. */
  | "batch"
  /** The type's rules do not allow the move. */
  | "move"
  /** A combination that is not acceptable can occur while a batch runs. */
  | "combination"
  /** A group does not end at its target. */
  | "target"
  /** The versions at the end are not acceptable as an end state. */
  | "end"
  /** A move that cannot be rolled back stands where the rules allow none. */
  | "noReturn"
  /** The last moves do not come in the order that the manifest gives. */
  | "order";

export interface Violation {
  readonly kind: ViolationKind;
  readonly message: string;
  /** From 1. */
  readonly batch?: number;
  /** Index of the group in the problem. */
  readonly group?: number;
  /** Version identities, of the types that the broken table or requirement speaks of. */
  readonly combination?: readonly VersionedType[];
}
