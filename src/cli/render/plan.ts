// `plan MANIFEST`: what an install would do, in which order, and what it would leave alone.

import type { Diagnostic } from "../../base/index.js";
import {
  type OrderGroup,
  type Plan,
  type PlannedComponent,
  plannedComponents,
  versionOf,
  versionsOf,
} from "../../model/index.js";
import type { PlanAnswer } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import { type Paint, paintFor } from "./paint.js";
import { renderProblem } from "./problem.js";
import { counted, printable, table } from "./text.js";
import { versionOrUnknown } from "./words.js";

export function answerPlan(session: Session, { plan, warnings }: PlanAnswer, output: OutputFormat): void {
  if (output === "human") {
    const paint = paintFor(session.io.stderr, session.io.environment);
    for (const warning of warnings) session.writeLogLine(renderProblem(warning, paint));
  }
  session.present(output, { json: () => planJson(plan, warnings), human: (paint) => planLines(plan, paint) });
}

export function planLines(plan: Plan, paint: Paint): readonly string[] {
  const planned = plannedComponents(plan).length;
  const head =
    planned === 0
      ? "nothing would be done"
      : `${counted(planned, "component")} would be updated, in ${counted(plan.groups.length, "order group")}`;
  return [
    paint.bold(`${printable(plan.manifestName)}: ${head}.`),
    ...plan.groups.flatMap((group) => groupLines(group)),
    ...(plan.skipped.length === 0 ? [] : ["Left alone:", ...skippedLines(plan, paint)]),
  ];
}

function groupLines({ order, components }: OrderGroup): readonly string[] {
  const rows = components.map((component) => [component.key, moveText(component), component.artifact.path]);
  return [`Order ${order}${components.length > 1 ? ", in parallel" : ""}:`, ...table(rows).map((line) => `  ${line}`)];
}

function moveText(component: PlannedComponent): string {
  const { from, to } = versionsOf(component);
  return `${versionOrUnknown(from)} → ${printable(to)}`;
}

function skippedLines({ skipped }: Plan, paint: Paint): readonly string[] {
  const rows = skipped.map(({ key, provides, interfaceName }) => [
    key,
    versionOrUnknown(versionOf(provides, interfaceName)),
    paint.dim("already installed"),
  ]);
  return table(rows).map((line) => `  ${line}`);
}

export function planJson(plan: Plan, warnings: readonly Diagnostic[]) {
  return {
    manifest: plan.manifestName,
    groups: plan.groups.map(({ order, components }) => ({ order, components: components.map(plannedJson) })),
    skipped: plan.skipped.map(({ key, type, id, reason, provides, interfaceName }) => ({
      ...{ component: key, type, id, reason },
      version: versionOf(provides, interfaceName),
    })),
    warnings,
  };
}

function plannedJson(component: PlannedComponent) {
  const { key, type, id, artifact } = component;
  return { component: key, type, id, ...versionsOf(component), artifact: { name: artifact.name, path: artifact.path } };
}
