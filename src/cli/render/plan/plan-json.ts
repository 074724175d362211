// `plan --output json` (schemas/plan.schema.json): the same keys for every manifest, planned or carried out by its order.

import {
  type OrderGroup,
  type Plan,
  type PlannedComponent,
  plannedComponents,
  type SkippedComponent,
  shownLocation,
  versionOf,
  versionsOf,
} from "../../../model/index.js";
import type { PlanAnswer } from "../../app-types.js";
import { rollbackPointJson } from "../rollback-point.js";
import { legsOf } from "./legs.js";
import { messageJson, refusalJson, sequenceJson } from "./sequence-json.js";

export function planJson({ manifestName, answer, legs, warnings }: PlanAnswer) {
  const planner = answer.warnings.map((message) => ({ severity: "warning", ...messageJson(message) }));
  return {
    manifest: manifestName,
    ...(answer.isFeasible ? sequenceJson(answer.sequence) : refusalJson(answer.refusal)),
    legs: answer.isFeasible ? legsOf(answer.sequence.batches).map((leg) => leg.map((batch) => batch + 1)) : [],
    groups: legs.flatMap(({ groups }, leg) =>
      groups.map((group) => groupJson(group, legs.length > 1 ? leg + 1 : undefined)),
    ),
    skipped: leftAlone(legs).map(skippedJson),
    warnings: [...warnings, ...planner],
  };
}

/** Those that no leg touches. */
export function leftAlone(legs: readonly Plan[]): readonly SkippedComponent[] {
  const touched = new Set(legs.flatMap((leg) => plannedComponents(leg).map(({ key }) => key)));
  return legs[0]?.skipped.filter(({ key }) => !touched.has(key)) ?? [];
}

function groupJson({ order, components }: OrderGroup, leg: number | undefined) {
  return { order, ...(leg !== undefined && { leg }), components: components.map(plannedJson) };
}

function plannedJson(component: PlannedComponent) {
  const { key, type, id, artifact } = component;
  return {
    component: key,
    type,
    id,
    ...versionsOf(component),
    artifact: { name: artifact.name, path: shownLocation(artifact.path) },
    ...rollbackPointJson(component),
  };
}

function skippedJson({ key, type, id, reason, provides, interfaceName }: SkippedComponent) {
  return { component: key, type, id, reason, version: versionOf(provides, interfaceName) };
}
