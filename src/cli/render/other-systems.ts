// What `status` tells of systems that nobody asked about: one line each, of those that need something.

import { unreachable } from "../../base/index.js";
import { type DeploymentReport, reportOf } from "../../model/index.js";
import type { OtherSystem } from "../app-types.js";
import type { Paint } from "./paint.js";
import { printable } from "./text.js";

export function otherJson(other: OtherSystem) {
  const { kind, system } = other;
  if (kind === "unreadable") return { system, state: kind, why: other.why };
  const { id, manifestName } = reportIn(other);
  return { system, state: kind, deployment: id, manifest: manifestName };
}

export interface Others {
  readonly others: readonly OtherSystem[];
  /** The process that works on the data store now. */
  readonly workingPid: number | undefined;
}

export function otherLines({ others, workingPid }: Others, programName: string, paint: Paint): readonly string[] {
  const texts = others.map((other) => otherText(other, paint));
  const advice =
    workingPid === undefined
      ? `Next: ${programName} resume goes on with what is unfinished.`
      : `Next: wait until process ${workingPid} has ended.`;
  return [
    ...texts.map((text, i) => `${i === 0 ? "Other systems:     " : " ".repeat(19)}${text}`),
    ...(others.every(needsPerson) ? [] : [advice]),
    ...others.filter(needsPerson).map(({ system }) => `See ${programName} status --system ${system}.`),
  ];
}

function otherText(other: OtherSystem, paint: Paint): string {
  switch (other.kind) {
    case "inProgress":
      return `${named(other)} is ${paint.bold("unfinished")}`;
    case "inconsistent":
      return `${named(other)} has ended ${paint.red("INCONSISTENT")}`;
    case "unreadable":
      return `${other.system} ${paint.red("cannot be read")}: ${printable(other.why)}`;
    default:
      return unreachable(other);
  }
}

function named(other: Exclude<OtherSystem, { kind: "unreadable" }>): string {
  const { id, manifestName } = reportIn(other);
  return `${id} (${printable(manifestName)})`;
}

function reportIn({ deployment }: Exclude<OtherSystem, { kind: "unreadable" }>): DeploymentReport {
  return reportOf(deployment.plan, deployment.records);
}

function needsPerson({ kind }: OtherSystem): boolean {
  return kind !== "inProgress";
}
