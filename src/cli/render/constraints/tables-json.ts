// `constraints table --output json`.

import type { ConstraintRow, Manifest, Requirement } from "../../../model/index.js";
import { placeJson, ruleJson } from "../plan/sequence-json.js";
import {
  type KnownVersions,
  knownVersions,
  type Mark,
  type MarkedCombination,
  type TableMatrix,
  tableMatrix,
} from "./matrix.js";
import { neededVersions } from "./requirements.js";

const STATES: Readonly<Record<Mark, string>> = { endState: "end_state", transition: "transition", refused: "refused" };

export function tablesJson(manifest: Manifest) {
  const known = knownVersions(manifest);
  const { tables, requirements } = manifest.constraints;
  return {
    manifest: manifest.name,
    tables: tables.map((table) => tableJson(tableMatrix(table, known))),
    requirements: requirements.map((requirement) => requirementJson(requirement, known)),
  };
}

function tableJson({ table, columns, combinations, total }: TableMatrix) {
  return {
    name: table.name,
    path: table.path,
    ...placeJson(table.location),
    unlisted: table.unlisted,
    columns: columns.map(({ type, versions }) => ({
      component_type: type,
      versions: versions.map(({ text }) => text),
    })),
    rows: table.rows.map(rowJson),
    combinations: combinations.map(combinationJson),
    total,
  };
}

function rowJson({ list, number, acceptable, cells, systemVersion, why, location }: ConstraintRow) {
  const named = Object.entries(cells).map(([type, { text }]) => ({ component_type: type, version: text }));
  const more = {
    ...(systemVersion !== undefined && { system_version: systemVersion }),
    ...(why !== undefined && { why }),
  };
  return { list, number, acceptable, cells: named, ...more, ...placeJson(location) };
}

/** Versions are in the order of the columns. */
function combinationJson({ versions, mark, isListed, systemVersion, rule }: MarkedCombination) {
  return {
    versions: versions.map(({ text }) => text),
    state: STATES[mark],
    listed: isListed,
    ...(systemVersion !== undefined && { system_version: systemVersion }),
    ...(rule && { rule: ruleJson(rule) }),
  };
}

function requirementJson(requirement: Requirement, known: KnownVersions) {
  const { type, version, needs, path, location } = requirement;
  return {
    component_type: type,
    version: version.text,
    needs: { component_type: needs.type, version: needs.version.text },
    ...neededVersions(requirement, known),
    path,
    ...placeJson(location),
  };
}
