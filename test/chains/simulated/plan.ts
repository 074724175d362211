// The plan of a case's system: what planning/ would make of it.

import type { Plan, PlannedComponent } from "../../../src/model/index.js";
import { parsePart } from "../faults.js";

export function planOf(groups: readonly (readonly string[])[]): Plan {
  const parts = groups.map((group) => group.map(parsePart).filter((part) => !part.isCurrent));
  return {
    manifestName: "case",
    skipped: [],
    groups: parts
      .map((group, index) => ({ order: index + 1, components: group.map((part) => plannedComponent(part.id)) }))
      .filter((group) => group.components.length > 0),
  };
}

export function plannedComponent(id: string): PlannedComponent {
  return {
    type: "part",
    id,
    key: `part.${id}`,
    interfaceName: "recorder",
    interfaceArgs: [],
    dialect: "2026",
    artifact: { path: `/artifacts/${id}`, name: "v2", manifestDigest: "0".repeat(64) },
    provides: { version: "v1" },
    target: { version: "v2" },
  };
}
