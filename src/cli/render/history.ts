// `history`: one line a deployment, newest first; those of one command together.

import { type ChainLink, type DeploymentReport, lastWords, type RollbackCause, reportOf } from "../../model/index.js";
import type { DeploymentHistory } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import { legText } from "./chain-words.js";
import { runGroups, runJson, runLine } from "./history-runs.js";
import type { Paint } from "./paint.js";
import { summaryJson } from "./report-json.js";
import { formatTime, printable, table } from "./text.js";
import { causeSentence } from "./words.js";

export function answerHistory(session: Session, history: readonly DeploymentHistory[], output: OutputFormat): void {
  const reports = history.map(({ plan, records }) => reportOf(plan, records));
  session.present(output, {
    json: () => historyJson(reports),
    human: (paint) =>
      historyLines(
        reports,
        paint,
        history.map(({ plan }) => plan.chain),
      ),
  });
}

/** Without runs the object is what it has always been. */
function historyJson(reports: readonly DeploymentReport[]) {
  const runs = runGroups(reports).flatMap(({ run, places }) =>
    run === undefined ? [] : [runJson(run, membersOf(reports, places))],
  );
  return { deployments: reports.map(summaryJson), ...(runs.length > 0 && { runs }) };
}

function membersOf<Item>(all: readonly Item[], places: readonly number[]): readonly Item[] {
  return places.flatMap((place) => all[place] ?? []);
}

/** `chains`: of the reports, in their order; a leg of a plan has installed nothing by itself. */
export function historyLines(
  reports: readonly DeploymentReport[],
  paint: Paint,
  chains: readonly (ChainLink | undefined)[] = [],
): readonly string[] {
  if (reports.length === 0) return ["No deployment yet."];
  const lines = table(
    reports.map((report, i) => [
      formatTime(report.startedAt),
      report.id,
      printable(report.manifestName),
      `${chainedText(chains[i], endText(report, paint), paint)}${undoneText(report)}`,
    ]),
  );
  return runGroups(reports).flatMap(({ run, places }) => {
    const own = membersOf(lines, places);
    return run === undefined
      ? own
      : [paint.bold(runLine(run, membersOf(reports, places))), ...own.map((line) => `  ${line}`)];
  });
}

function chainedText(chain: ChainLink | undefined, text: string, paint: Paint): string {
  if (chain === undefined) return text;
  if (text !== paint.green("installed")) return `${text} (${legText(chain)})`;
  const isLast = chain.purpose === "forward" && chain.leg === chain.legs;
  return isLast ? `${text} (${legText(chain)})` : paint.green(`${legText(chain)} done`);
}

function undoneText({ undoes }: DeploymentReport): string {
  return undoes === undefined ? "" : `, a way back to before ${undoes}`;
}

function endText(report: DeploymentReport, paint: Paint): string {
  const why = report.cause === undefined ? "" : `: ${causeSentence(report.cause)}${wordsText(report.cause)}`;
  if (report.verdict === undefined) return `${paint.cyan("unfinished")}${why}`;
  switch (report.verdict) {
    case "succeeded":
      return paint.green("installed");
    case "rolledBack":
      return `${paint.yellow("rolled back")}${why}`;
    case "inconsistent":
      return `${paint.red("inconsistent")}${why}`;
  }
}

/** An exit code is no reason: what the interface said last is one more often than not. */
function wordsText(cause: RollbackCause): string {
  const words = cause.kind === "call" ? lastWords(cause.failure) : undefined;
  return words === undefined ? "" : `: ${printable(words)}`;
}
