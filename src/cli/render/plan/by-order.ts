// A plan that follows the manifest's order values alone: what an install would do, and what it would leave alone.

import {
  type OrderGroup,
  type Plan,
  type PlannedComponent,
  plannedComponents,
  shownLocation,
  versionOf,
  versionsOf,
} from "../../../model/index.js";
import type { Paint } from "../paint.js";
import { rollbackPointLines } from "../rollback-point.js";
import { counted, printable, table } from "../text.js";
import { versionOrUnknown } from "../words.js";

export function orderLines(plan: Plan, paint: Paint): readonly string[] {
  const planned = plannedComponents(plan).length;
  const head =
    planned === 0
      ? "nothing would be done"
      : `${counted(planned, "component")} would be updated, in ${counted(plan.groups.length, "order group")}`;
  return [
    paint.bold(`${printable(plan.manifestName)}: ${head}.`),
    ...plan.groups.flatMap((group) => groupLines(group)),
    ...rollbackPointLines(plannedComponents(plan), "Captured before, and brought back if it is rolled back:"),
    ...(plan.skipped.length === 0 ? [] : ["Left alone:", ...skippedLines(plan, paint)]),
  ];
}

function groupLines({ order, components }: OrderGroup): readonly string[] {
  const rows = components.map((component) => [
    component.key,
    moveText(component),
    shownLocation(component.artifact.path),
  ]);
  return [`Order ${order}${components.length > 1 ? ", in parallel" : ""}:`, ...table(rows).map((line) => `  ${line}`)];
}

function moveText(component: PlannedComponent): string {
  const { from, to } = versionsOf(component);
  return `${versionOrUnknown(from)} → ${printable(to)}`;
}

/** Versions are what the components say. */
export function skippedLines({ skipped }: Pick<Plan, "skipped">, paint: Paint): readonly string[] {
  const rows = skipped.map(({ key, provides, interfaceName }) => [
    key,
    versionOrUnknown(versionOf(provides, interfaceName)),
    paint.dim("already installed"),
  ]);
  return table(rows).map((line) => `  ${line}`);
}
