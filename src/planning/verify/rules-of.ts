// Everything that the constraints say of the types that have components.

import type { Constraints } from "../../model/index.js";
import { createMatching } from "./matching.js";
import { requirementRule } from "./requirement-rule.js";
import type { Rule } from "./rule.js";
import { tableRule } from "./table-rule.js";

/** A table or requirement that speaks of no type with components refuses nothing. */
export function rulesOf(
  { tables, requirements }: Constraints,
  installed: ReadonlySet<string>,
  tick: () => void,
): readonly Rule[] {
  const matches = createMatching();
  const rules = [
    ...tables.map((table) => tableRule(table, installed, { matches, tick })),
    ...requirements.map((requirement) => requirementRule(requirement, installed, matches)),
  ];
  return rules.filter(({ types }) => types.length > 0);
}
