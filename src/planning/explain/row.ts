// One row of a rule: what it says of the types that the system has.

import type { ConstraintRow } from "../../model/index.js";

export interface Row {
  readonly refuses: boolean;
  readonly isEnd: boolean;
  /** By column. */
  readonly tests: readonly ((version: string) => boolean)[];
  /** Undefined for the one row of a requirement. */
  readonly row: ConstraintRow | undefined;
}
