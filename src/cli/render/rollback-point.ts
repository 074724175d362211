// Rollback points as views name them: what is declared to come back with a component, what was captured, what was restored.

import type {
  ComponentReport,
  DeclaredDatabase,
  DeclaredPoint,
  DeploymentReport,
  JournalRecord,
  PlannedComponent,
  PointCallReport,
} from "../../model/index.js";
import type { Paint } from "./paint.js";
import { formatBytes, formatDuration, printable, table } from "./text.js";

/** What is captured of which component, before it is updated; nothing where nothing is declared. */
export function rollbackPointLines(components: readonly PlannedComponent[], head: string): readonly string[] {
  const rows = components.flatMap(({ key, rollbackPoint, restores }) => {
    if (rollbackPoint === undefined) return [];
    const back =
      restores === undefined ? "" : `; then brought back to what deployment ${restores.deploymentId} captured`;
    return [[printable(key), `${pointText(rollbackPoint)}${back}`]];
  });
  return rows.length === 0 ? [] : [head, ...table(rows).map((line) => `  ${line}`)];
}

function pointText({ files, services, databases }: DeclaredPoint): string {
  return [...files, ...services, ...databases.map(databaseText)].map(printable).join(", ");
}

function databaseText({ type, database }: DeclaredDatabase): string {
  return `${type} ${database}`;
}

/** Of the plan's JSON; undefined keys are left out. */
export function rollbackPointJson({ rollbackPoint, restores }: PlannedComponent) {
  return {
    ...(rollbackPoint && { rollback_point: rollbackPoint }),
    ...(restores && { restores: { deployment: restores.deploymentId } }),
  };
}

/** How a capture or a restore went, as the page of a deployment has it among the calls. */
export function pointCallText(call: PointCallReport, paint: Paint): string {
  const { status, durationMilliseconds, sizeBytes, pointId, message, warnings = [] } = call;
  const took = durationMilliseconds === undefined ? [] : [formatDuration(durationMilliseconds)];
  const size = sizeBytes === undefined ? [] : [formatBytes(sizeBytes)];
  const point = pointId === undefined ? [] : [`point ${pointId}`];
  const noted = warnings.map((warning) => `(${printable(warning)})`);
  switch (status) {
    case "succeeded":
      return ["ok", ...took, ...size, ...point, ...noted].join("  ");
    case "failed":
      return [paint.red("FAILED"), ...took, printable(message ?? "")].join("  ");
    case "interrupted":
      return paint.yellow(["interrupted", ...point].join("  "));
    case "running":
      return ["running", ...point].join("  ");
  }
}

/** What stays of components that are back, and what a person can do about those whose data could not be brought back. */
export function restoreAdvice({ components }: Pick<DeploymentReport, "components">): readonly string[] {
  return components.flatMap(({ key, hint, remains = [] }: ComponentReport) => [
    ...remains.map((each) => `Not as before at ${printable(key)}: ${printable(each)}`),
    ...(hint === undefined ? [] : [`To do for ${printable(key)}: ${printable(hint)}`]),
  ]);
}

type PointRecord = Extract<
  JournalRecord,
  { type: "captureStarted" | "captureEnded" | "restoreStarted" | "restoreEnded" }
>;

/** One line of a log. */
export function pointRecordText(record: PointRecord): string {
  const name = record.component;
  switch (record.type) {
    case "captureStarted":
      return `${name} capture of its rollback point …`;
    case "restoreStarted":
      return `${name} restore of rollback point ${record.pointId} …`;
    case "captureEnded":
      return `${name} capture ${endText(record)}${record.point === undefined ? "" : `, ${formatBytes(record.point.sizeBytes)}`}`;
    case "restoreEnded":
      return [`${name} restore ${endText(record)}`, ...(record.remains ?? []).map(printable)].join("; ");
  }
}

function endText({ outcome }: Extract<PointRecord, { type: "captureEnded" | "restoreEnded" }>): string {
  const took = formatDuration(outcome.durationMilliseconds);
  return outcome.ok ? `done in ${took}` : `FAILED after ${took}: ${printable(outcome.message)}`;
}
