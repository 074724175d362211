// What install, resume and rollback answer at their end: one truthful, short summary.

import { EXIT } from "../../base/index.js";
import { type DeploymentReport, type RunVerb, reportOf } from "../../model/index.js";
import type { RunResult } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import { reportOfRun } from "./chain-report.js";
import { chainHead, chainJson, chainLines, tellingLeg } from "./chain-words.js";
import type { Paint } from "./paint.js";
import { causeJson, componentJson } from "./report-json.js";
import { nextSentence, systemSentence, verdictSentence } from "./verdict.js";
import { causeLines, componentLines } from "./words.js";

export interface Answered {
  readonly result: RunResult;
  readonly verb: RunVerb;
}

const OUTPUT_LINES = 10;

export function answerRun(session: Session, { result, verb }: Answered, output: OutputFormat): void {
  session.present(output, {
    json: () => runJson(result),
    human: (paint) => runLines({ result, verb }, session.io.programName, paint),
  });
}

/** The stable object of `--output json`; the same keys for every outcome. */
export function runJson(result: RunResult) {
  const report = reportOfRun(result);
  const telling = tellingReport(result);
  return {
    outcome: result.outcome,
    exitCode: result.exitCode,
    deployment: nameOf(result, report),
    manifest: result.manifestName,
    cancelled: report?.cancelled ?? false,
    stoppedBefore: result.stoppedBefore,
    components: report?.components.map(componentJson) ?? [],
    skipped: report?.skipped.map(({ key, ...skipped }) => ({ component: key, ...skipped })) ?? [],
    failure: telling && causeJson(telling),
    chain: chainJson(result),
  };
}

/** With its system, where that is not the default one. */
function nameOf({ deploymentId }: RunResult, report: DeploymentReport | undefined): string | null {
  return deploymentId === undefined ? null : (report?.id ?? deploymentId);
}

export function runLines({ result, verb }: Answered, programName: string, paint: Paint): readonly string[] {
  const report = tellingReport(result);
  if (report === undefined || result.outcome === "unchanged") return unchangedLines(result, report, paint);
  const colour = { 0: paint.green, 3: paint.red, 1: paint.red }[Number(result.exitCode)] ?? paint.yellow;
  const wasAsked = verb === "rollback" && report.verdict === "rolledBack";
  const own = wasAsked ? `${report.manifestName} was rolled back` : verdictSentence(report);
  const chained = chainHead(result);
  const isDone = (wasAsked && result.exitCode === EXIT.done) || chained !== undefined || result.outcome === "resting";
  const next = isDone ? undefined : nextSentence(report, programName);
  return [
    colour(paint.bold(`${chained ?? own}.`)),
    ...causeLines(report.cause, OUTPUT_LINES),
    ...standingLines(result, report, paint),
    ...chainLines(result, programName),
    ...(next === undefined ? [] : [`Next: ${next}.`]),
  ];
}

/** Of a chain that has turned round, the last leg tells what the components are now. */
function standingLines(result: RunResult, report: DeploymentReport, paint: Paint): readonly string[] {
  if (result.outcome === "resting") return [];
  const last = reportOfRun(result);
  if (last !== undefined && last.id !== report.id) return componentLines(last, paint);
  const system = systemSentence(report);
  return [...(system === undefined ? [] : [system]), ...componentLines(report, paint)];
}

function unchangedLines(result: RunResult, report: DeploymentReport | undefined, paint: Paint): readonly string[] {
  if (result.outcome !== "unchanged") return [`${result.manifestName}: nothing was left to do.`];
  const head = `${result.manifestName} is already installed; nothing was done.`;
  return [paint.green(paint.bold(head)), ...(report === undefined ? [] : componentLines(report, paint))];
}

function tellingReport(result: RunResult): DeploymentReport | undefined {
  const leg = tellingLeg(result);
  return leg === undefined || leg === result.legs?.at(-1) ? reportOfRun(result) : reportOf(leg.plan, leg.records);
}
