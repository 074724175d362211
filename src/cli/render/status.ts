// `status`: what the system runs, and what is in progress.

import { type DeploymentReport, deploymentName, inconsistentComponents, reportOf } from "../../model/index.js";
import type { DeploymentHistory, DeploymentName, SystemStatus, SystemVersion } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import { betweenLegsLines, legsJson, legText, placeJson, restingJson, restingLines } from "./chain-words.js";
import { otherJson, otherLines } from "./other-systems.js";
import type { Paint } from "./paint.js";
import { releaseLines } from "./release.js";
import { summaryJson } from "./report-json.js";
import { printable } from "./text.js";
import { nextSentence, verdictSentence } from "./verdict.js";
import { causeSentence, componentLines } from "./words.js";

export function answerStatus(session: Session, status: SystemStatus, output: OutputFormat): void {
  session.present(output, {
    json: () => statusJson(status),
    human: (paint) => statusLines(status, session.io.programName, paint),
  });
}

export function statusJson({ active, previous, last, inProgress, workingPid, ...rest }: SystemStatus) {
  const { systemVersion, chain, resting, release, others } = rest;
  return {
    active: nameJson(active),
    previous: nameJson(previous),
    last: last === undefined ? null : lastJson(last),
    inProgress: inProgress === undefined ? null : summaryJson(reportOf(inProgress.plan, inProgress.records)),
    workingPid: workingPid ?? null,
    ...(systemVersion && { systemVersion: versionJson(systemVersion) }),
    ...(release && { release }),
    ...(chain && { chain: legsJson(chain) }),
    ...(resting && { resting: restingJson(resting) }),
    ...(others && { otherSystems: others.map(otherJson) }),
  };
}

function versionJson(version: SystemVersion) {
  if (version.kind === "named") return { name: version.name };
  return { between: [version.from ?? null, version.to ?? null] };
}

function nameJson(name: DeploymentName | undefined) {
  return name === undefined ? null : { deployment: name.deploymentId, manifest: name.manifestName };
}

function lastJson(last: DeploymentHistory) {
  const { plan, records } = last;
  const id = deploymentName(last);
  const report = reportOf(plan, records);
  const { manifestName, verdict } = report;
  const inconsistent = inconsistentComponents(report).map(({ key, reason }) => ({ component: key, reason }));
  const leg = plan.chain === undefined ? undefined : placeJson(plan.chain);
  return {
    ...{ deployment: id, manifest: manifestName, verdict },
    ...(leg && { leg }),
    ...(inconsistent.length > 0 && { inconsistent }),
  };
}

export function statusLines(status: SystemStatus, programName: string, paint: Paint): readonly string[] {
  return [
    `Active manifest:   ${nameText(status.active)}`,
    `The one before:    ${nameText(status.previous)}`,
    ...(status.systemVersion === undefined ? [] : [`System version:    ${versionText(status.systemVersion, paint)}`]),
    ...(status.release === undefined ? [] : releaseLines(status.release, paint)),
    ...(status.last === undefined ? [] : lastLines(status.last, programName, paint)),
    ...(status.resting === undefined ? [] : restingLines(status.resting, programName)),
    ...progressLines(status, programName, paint),
    ...otherSystems(status, programName, paint),
  ];
}

function otherSystems({ others, workingPid }: SystemStatus, programName: string, paint: Paint): readonly string[] {
  return others === undefined ? [] : otherLines({ others, workingPid }, programName, paint);
}

/** Which of the manifest's end states, by its `system_version`. */
function versionText(version: SystemVersion, paint: Paint): string {
  if (version.kind === "named") return printable(version.name);
  const { from, to } = version;
  if (from === undefined && to === undefined) return paint.yellow("between two versions");
  const names = [from, to].map((name) => (name === undefined ? "one without a name" : printable(name)));
  return paint.yellow(`between ${names.join(" and ")}`);
}

/** Nothing of one that succeeded: that is the active manifest. But it is not where it was undone by a way back. */
function lastLines(last: DeploymentHistory, programName: string, paint: Paint): readonly string[] {
  const { plan, records } = last;
  const id = deploymentName(last);
  const report = reportOf(plan, records);
  const { chain } = plan;
  if (report.verdict === "succeeded" && chain?.purpose === "back" && chain.leg === chain.legs) {
    const head = `Last deployment:   ${id} of ${printable(report.manifestName)}, ${paint.yellow("undone")}: ${legText(chain)} is done`;
    return [head, `Next: ${programName} history tells what became of each leg.`];
  }
  if (report.verdict !== "inconsistent" && report.verdict !== "rolledBack") return [];
  const next = nextSentence(report, programName);
  return [
    `Last deployment:   ${id} of ${printable(report.manifestName)}, ${lastText(report, paint)}`,
    ...componentLines({ ...report, components: inconsistentComponents(report), skipped: [] }, paint),
    ...(next === undefined ? [] : [`Next: ${next}.`]),
  ];
}

function lastText(report: DeploymentReport, paint: Paint): string {
  if (report.verdict === "rolledBack") {
    return `${paint.yellow("rolled back")}${report.cause === undefined ? "" : `: ${causeSentence(report.cause)}`}`;
  }
  const lost = inconsistentComponents(report).map(({ key }) => key);
  return `${paint.red("INCONSISTENT")}: ${lost.join(", ")} could not be brought back; a person is needed`;
}

function nameText(name: DeploymentName | undefined): string {
  return name === undefined ? "none" : `${printable(name.manifestName)} (deployment ${name.deploymentId})`;
}

function progressLines(status: SystemStatus, programName: string, paint: Paint): readonly string[] {
  const { inProgress, workingPid } = status;
  if (status.chain?.isBetweenLegs === true) return betweenLegsLines(status, programName, paint);
  if (inProgress === undefined) return ["In progress:       nothing"];
  const report = reportOf(inProgress.plan, inProgress.records);
  const next = workingPid === undefined ? nextSentence(report, programName) : "wait until that process has ended";
  return [
    `In progress:       ${paint.bold(verdictSentence(report, { workingPid }))}`,
    `At work on it:     ${workingPid === undefined ? "nobody" : `process ${workingPid}`}`,
    ...componentLines(report, paint),
    ...(next === undefined ? [] : [`Next: ${next}.`]),
  ];
}
