// Which component types the documents say something of that goes by versions. Of the others nobody needs to know a version.

import type { Constraints, Manifest } from "../../model/index.js";

/** Whether a table or a requirement names the type. */
export function isConstrained({ tables, requirements }: Constraints, type: string): boolean {
  return (
    tables.some(({ columns }) => columns.includes(type)) ||
    requirements.some((requirement) => requirement.type === type || requirement.needs.type === type)
  );
}

/** Also where only the type's own entry goes by versions: stepping stones, and moves or rollbacks between versions. */
export function needsVersion({ constraints, componentTypes }: Manifest, type: string): boolean {
  const entry = componentTypes.find((each) => each.type === type);
  if (entry === undefined) return isConstrained(constraints, type);
  const hasPairs = [entry.moves, entry.rollback].some(({ kind }) => kind === "listed" || kind === "every");
  return isConstrained(constraints, type) || entry.steppingStones.length > 0 || hasPairs;
}
