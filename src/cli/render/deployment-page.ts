// `history show ID`: one deployment on one page. Why it ended as it did comes first, the calls come last.

import {
  type CallReport,
  type ComponentReport,
  type DeploymentReport,
  type Plan,
  type RunReport,
  reportOf,
} from "../../model/index.js";
import type { DeploymentHistory } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import type { Paint } from "./paint.js";
import { storedPlanJson, storedPlanLines } from "./plan/stored-plan.js";
import { downgradeLines, releaseText } from "./release.js";
import { pageJson } from "./report-json.js";
import { pointCallText } from "./rollback-point.js";
import { formatDuration, formatTime, printable } from "./text.js";
import { nextSentence, systemSentence, verdictSentence } from "./verdict.js";
import { causeLines, componentLines, failureSentence, failureText, outputLines } from "./words.js";

const OUTPUT_LINES = 20;

export function answerDeployment(session: Session, history: DeploymentHistory, output: OutputFormat): void {
  const report = reportOf(history.plan, history.records);
  session.present(output, {
    json: () => ({ ...pageJson(report), ...storedPlanJson(history.plan) }),
    human: (paint) => pageLines({ report, plan: history.plan }, session.io.programName, paint),
  });
}

interface Page {
  readonly report: DeploymentReport;
  readonly plan: Plan;
}

export function pageLines({ report, plan }: Page, programName: string, paint: Paint): readonly string[] {
  const next = nextSentence(report, programName);
  const isUnfinished = report.verdict === undefined || report.verdict === "inconsistent";
  return [
    `Deployment ${report.id} of ${printable(report.manifestName)}`,
    ...(report.release === undefined
      ? []
      : [`Release: ${releaseText(report.release)}`, ...downgradeLines(report.release)]),
    ...(report.undoes === undefined ? [] : [`A way back to before deployment ${report.undoes}`]),
    "",
    paint.bold(`${verdictSentence(report)}.`),
    ...causeLines(report.cause, OUTPUT_LINES),
    ...otherFailures(report),
    systemSentence(report) ?? "Every component was updated:",
    ...componentLines(report, paint),
    ...(next !== undefined && isUnfinished ? [`Next: ${next}.`] : []),
    ...storedPlanLines(plan, paint),
    "",
    "Runs:",
    ...report.runs.map((run) => `  ${runLine(run)}`),
    "",
    "Calls:",
    ...report.components.flatMap((component) => callLines(component, paint)),
  ];
}

function otherFailures(report: DeploymentReport): readonly string[] {
  const cause = report.cause?.kind === "call" ? report.cause.failure : undefined;
  const others = report.failures.filter((failure) => failure !== cause && failure.reason !== "cancelled");
  return others.flatMap((failure) => [
    `Also: ${failureSentence(failure)}.`,
    ...outputLines(failure.outputTail, OUTPUT_LINES),
  ]);
}

function runLine(run: RunReport): string {
  const options = [
    ...run.stopBefore.map((point) => `--stop-before ${point}`),
    ...(run.exitOnReboot ? ["--exit-on-reboot"] : []),
  ];
  const took = run.endedAt === undefined ? "" : `, ${formatDuration(run.endedAt - run.startedAt)}`;
  return `${formatTime(run.startedAt)}  ${[run.verb, ...options].join(" ")}  ${endText(run)}${took}`;
}

function endText({ end }: RunReport): string {
  if (end === undefined) return "not finished";
  switch (end) {
    case "ended":
      return "to the end";
    case "hostReboot":
      return "until the host rebooted";
    case "signal":
      return "left because of a signal";
    case "died":
      return "killed, or the power went";
    case "ArtifactCommit":
    case "ArtifactRollback":
    case "Cleanup":
      return `stopped before ${end}`;
  }
}

function callLines({ key, calls, pointCalls = [] }: ComponentReport, paint: Paint): readonly string[] {
  if (calls.length === 0) return [`  ${key}: none`];
  const texts = [
    ...pointCalls.map((call) => ({ ...call, text: pointCallText(call, paint) })),
    ...calls.map((call) => ({ ...call, text: callText(call, paint) })),
  ];
  const inOrder = texts.sort((a, b) => a.startedAt - b.startedAt);
  return [`  ${key}`, ...inOrder.map(({ call, text }) => `    ${call.padEnd(28)} ${text}`)];
}

function callText(call: CallReport, paint: Paint): string {
  const took = call.durationMilliseconds === undefined ? "" : `  ${formatDuration(call.durationMilliseconds)}`;
  switch (call.status) {
    case "succeeded":
      return `${answerText(call)}${took}`;
    case "failed":
      return `${paint.red("FAILED")}${took}  ${call.failure === undefined ? "" : failureText(call.failure)}`;
    case "interrupted":
      return paint.yellow("interrupted");
    case "running":
    case "waiting":
      return call.status;
  }
}

function answerText({ answer }: CallReport): string {
  if (answer === undefined) return "ok";
  if (typeof answer === "object") return answer.version === "" ? "no version" : printable(answer.version);
  return typeof answer === "string" ? answer : answer ? "Yes" : "No";
}
