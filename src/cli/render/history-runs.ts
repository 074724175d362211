// Deployments that one command has made, as the history shows them: together, under a line that counts how they ended.

import { unreachable } from "../../base/index.js";
import type { CommonRun, DeploymentReport } from "../../model/index.js";
import { iso } from "./report-json.js";
import { formatTime, printable } from "./text.js";

/** Places in a list of reports; those of one run, or a single one that is of none. */
export interface RunGroup {
  readonly run: CommonRun | undefined;
  readonly places: readonly number[];
}

/** In the order of the list: a run stands where its first deployment does. */
export function runGroups(reports: readonly DeploymentReport[]): readonly RunGroup[] {
  const groups: (RunGroup & { readonly places: number[] })[] = [];
  const ofRun = new Map<string, number[]>();
  for (const [place, { run }] of reports.entries()) {
    const known = run === undefined ? undefined : ofRun.get(run.id);
    const places = known ?? [];
    places.push(place);
    if (known !== undefined) continue;
    groups.push({ run, places });
    if (run !== undefined) ofRun.set(run.id, places);
  }
  return groups;
}

/** `2026-11-22 10:30:00  modules update: 3 succeeded, 1 failed and restored`. */
export function runLine(run: CommonRun, reports: readonly DeploymentReport[]): string {
  return `${formatTime(beginningOf(reports))}  ${sourceText(run)}: ${countsText(reports)}`;
}

export function runJson(run: CommonRun, reports: readonly DeploymentReport[]) {
  const counts = Object.fromEntries(ENDS.map((end) => [end, reports.filter((each) => endOf(each) === end).length]));
  return { ...run, startedAt: iso(beginningOf(reports)), ...counts, deployments: reports.map(({ id }) => id) };
}

function beginningOf(reports: readonly DeploymentReport[]): number {
  return reports.reduce((first, { startedAt }) => Math.min(first, startedAt), Number.POSITIVE_INFINITY);
}

/** The command as it is typed. */
function sourceText({ source }: CommonRun): string {
  return source === "git-modules" ? "modules update" : printable(source);
}

const ENDS = ["succeeded", "rolledBack", "cancelled", "inconsistent", "unfinished"] as const;
type End = (typeof ENDS)[number];

function endOf({ verdict, cancelled }: DeploymentReport): End {
  if (verdict === undefined) return "unfinished";
  return verdict === "rolledBack" && cancelled ? "cancelled" : verdict;
}

function countsText(reports: readonly DeploymentReport[]): string {
  const ends = reports.map(endOf);
  return ENDS.flatMap((end) => {
    const count = ends.filter((each) => each === end).length;
    return count === 0 ? [] : [`${count} ${endText(end)}`];
  }).join(", ");
}

function endText(end: End): string {
  switch (end) {
    case "succeeded":
    case "unfinished":
      return end;
    case "rolledBack":
      return "failed and restored";
    case "cancelled":
      return "cancelled and restored";
    case "inconsistent":
      return "failed and NOT restored";
    default:
      return unreachable(end);
  }
}
