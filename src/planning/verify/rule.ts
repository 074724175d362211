// Tables and requirements in one form for the verifier: something that can tell whether a box is free of combinations that it
// does not accept, and show one if it is not.

import type { TableSide } from "../../model/index.js";
import type { Box, Choice } from "./box.js";

export interface Rule {
  readonly name: string;
  /** The types with components that it speaks of. */
  readonly types: readonly string[];
  /** Types that it names `offline` for. */
  readonly offline: ReadonlySet<string>;
  /** A combination of the box that is not acceptable; undefined where there is none. */
  readonly refusedIn: (box: Box, side: TableSide) => Choice | undefined;
}
