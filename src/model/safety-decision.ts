// What the engine decided by the constraints while it carried a plan out: why it turned back although no call had failed, or
// why it stopped on the way back. Values for the journal and for reports; versions are spelled as authors and components do.

import type { SourceLocation } from "../base/index.js";
import type { RefusingRule } from "./acceptable.js";
import type { ComponentKey } from "./component.js";
import type { NoReturnRule } from "./constraints.js";
import type { VersionedType } from "./update-sequence.js";

/** A component of which no state has run, and that is not what the plan was made with. */
export interface ComponentChange {
  readonly component: ComponentKey;
  /** Empty for a component that told no version when the plan was made. */
  readonly expected: string;
  /** What it says now; empty when it tells no version; undefined when it could not be asked. */
  readonly found?: string;
}

/** A combination that would have occurred, and what refuses it. */
export interface RefusedCombination {
  readonly combination: readonly VersionedType[];
  /** `constraints.transition_states row 2`, `not listed in table system`, `component_types.rtos.requires`. */
  readonly rule: string;
  readonly why?: string;
  readonly location: SourceLocation;
}

/** Where a component rests; two versions where a failure left it with either. */
export interface RestingComponent {
  readonly component: ComponentKey;
  readonly versions: readonly string[];
}

export type SafetyDecision =
  /** During the update: it is rolled back. During the rollback: it goes on from what is there. */
  | { readonly kind: "changed"; readonly during: "update" | "rollback"; readonly changes: readonly ComponentChange[] }
  /** These cannot be rolled back, undeclared, and `planning.point_of_no_return` forbids that here: it is rolled back. */
  | {
      readonly kind: "noReturn";
      readonly rule: Exclude<NoReturnRule, "allow">;
      /** From 1. */
      readonly batch: number;
      readonly batches: number;
      readonly components: readonly ComponentKey[];
    }
  /** The rollback goes no further: this combination could have occurred. Every component whose installation had started. */
  | { readonly kind: "rests"; readonly components: readonly RestingComponent[]; readonly refused: RefusedCombination };

/** A rule in words that find it in its document, and where it stands. */
export function ruleInWords(rule: RefusingRule): Omit<RefusedCombination, "combination"> {
  switch (rule.kind) {
    case "row": {
      const { list, number, why, location } = rule.row;
      const because = why === undefined ? {} : { why };
      return { rule: `${rule.table.path}.${list} row ${number}`, location: placeOf(location), ...because };
    }
    case "unlisted":
      return { rule: `not listed in table ${rule.table.name}`, location: placeOf(rule.table.location) };
    case "requirement":
      return { rule: rule.requirement.path, location: placeOf(rule.requirement.location) };
  }
}

/** Without the text of the line, which is in the documents beside the journal. */
function placeOf({ file, line }: SourceLocation): SourceLocation {
  return line === undefined ? { file } : { file, line };
}
