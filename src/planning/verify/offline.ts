// What is under way shows the pseudo version `offline` as well, to those rules alone that name it for its type: the verifier's own
// reading.

import { type Cell, type ConstraintTable, OFFLINE, type Requirement } from "../../model/index.js";
import type { Box } from "./box.js";

export function typesNamedOffline({ rows }: ConstraintTable): ReadonlySet<string> {
  return new Set(rows.flatMap(({ cells }) => Object.keys(cells).filter((type) => isNamed(cells[type]))));
}

export function typesRequiredOffline({ type, version }: Requirement): ReadonlySet<string> {
  return new Set(isNamed(version) ? [type] : []);
}

function isNamed(cell: Cell | undefined): boolean {
  return cell?.matchers.some((matcher) => matcher.kind === "exact" && matcher.version === OFFLINE) === true;
}

/** The box as a rule sees it while components of some types are under way. */
export function boxWith(box: Box, underWay: ReadonlySet<string>, named: ReadonlySet<string>): Box {
  const added = [...named].filter((type) => underWay.has(type));
  if (added.length === 0) return box;
  return new Map([...box].map(([type, versions]) => [type, added.includes(type) ? [...versions, OFFLINE] : versions]));
}
