// `status`: what the system runs, and what is in progress.

import { reportOf } from "../../model/index.js";
import type { DeploymentName, SystemStatus } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import type { Paint } from "./paint.js";
import { summaryJson } from "./report-json.js";
import { printable } from "./text.js";
import { nextSentence, verdictSentence } from "./verdict.js";
import { componentLines } from "./words.js";

export function answerStatus(session: Session, status: SystemStatus, output: OutputFormat): void {
  session.present(output, {
    json: () => statusJson(status),
    human: (paint) => statusLines(status, session.io.programName, paint),
  });
}

export function statusJson({ active, previous, inProgress, workingPid }: SystemStatus) {
  return {
    active: nameJson(active),
    previous: nameJson(previous),
    inProgress: inProgress === undefined ? null : summaryJson(reportOf(inProgress.plan, inProgress.records)),
    workingPid: workingPid ?? null,
  };
}

function nameJson(name: DeploymentName | undefined) {
  return name === undefined ? null : { deployment: name.deploymentId, manifest: name.manifestName };
}

export function statusLines(status: SystemStatus, programName: string, paint: Paint): readonly string[] {
  return [
    `Active manifest:   ${nameText(status.active)}`,
    `The one before:    ${nameText(status.previous)}`,
    ...progressLines(status, programName, paint),
  ];
}

function nameText(name: DeploymentName | undefined): string {
  return name === undefined ? "none" : `${printable(name.manifestName)} (deployment ${name.deploymentId})`;
}

function progressLines({ inProgress, workingPid }: SystemStatus, programName: string, paint: Paint): readonly string[] {
  if (inProgress === undefined) return ["In progress:       nothing"];
  const report = reportOf(inProgress.plan, inProgress.records);
  const next = workingPid === undefined ? nextSentence(report, programName) : "wait until that process has ended";
  return [
    `In progress:       ${paint.bold(verdictSentence(report))}`,
    `At work on it:     ${workingPid === undefined ? "nobody" : `process ${workingPid}`}`,
    ...componentLines(report, paint),
    ...(next === undefined ? [] : [`Next: ${next}.`]),
  ];
}
