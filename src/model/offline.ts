// The pseudo version `offline`: what a component shows while it is updated, beside its old and its new version. Only tables and
// requirements that name it for a type ever see it of that type; decision 0022 has the reasons.

import type { Cell, ConstraintTable, Requirement } from "./constraints.js";

/** No component reports it, and nothing is updated to it. */
export const OFFLINE = "offline";

export function namesOffline({ matchers }: Cell): boolean {
  return matchers.some((matcher) => matcher.kind === "exact" && matcher.version === OFFLINE);
}

const NONE: readonly string[] = [];
const known = new WeakMap<ConstraintTable | Requirement, readonly string[]>();

/** The types that the rule names it for. */
export function offlineTypes(rule: ConstraintTable | Requirement): readonly string[] {
  const before = known.get(rule);
  if (before !== undefined) return before;
  const found = "rows" in rule ? inTable(rule) : inRequirement(rule);
  known.set(rule, found);
  return found;
}

function inTable({ rows }: ConstraintTable): readonly string[] {
  let found: Set<string> | undefined;
  for (const { cells } of rows) {
    for (const type in cells) {
      const cell = cells[type];
      if (cell === undefined || !namesOffline(cell)) continue;
      found ??= new Set();
      found.add(type);
    }
  }
  return found === undefined ? NONE : [...found];
}

/** What is needed is never offline alone, so only the type that needs it can name it. */
function inRequirement({ type, version }: Requirement): readonly string[] {
  return namesOffline(version) ? [type] : NONE;
}
