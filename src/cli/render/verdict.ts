// One sentence: how a deployment stands. And one more: what to do next.

import {
  type ChainLink,
  type DeploymentReport,
  inconsistentComponents,
  type RunReport,
  remainsOf,
  rolledBackComponents,
} from "../../model/index.js";
import { legText } from "./chain-words.js";
import { formatDuration } from "./text.js";
import { causeSentence } from "./words.js";

/** Who works on the data store now. */
export interface AtWork {
  readonly workingPid: number | undefined;
}

/** `atWork` is not asked for what was; then an unfinished run may still be going on. */
export function verdictSentence(report: DeploymentReport, atWork?: AtWork): string {
  const name = report.manifestName;
  const why = report.cause === undefined ? "" : `: ${causeSentence(report.cause)}`;
  const { chain } = report;
  if (report.verdict === undefined) {
    return `${name} is unfinished${chain === undefined ? "" : ` (${legText(chain)})`}: ${pauseText(report, atWork)}`;
  }
  switch (report.verdict) {
    case "succeeded":
      return `${name}${isWhole(chain) ? " is installed" : `: ${legText(chain)} is done`} (${formatDuration(workingTime(report))})`;
    case "rolledBack":
      if (chain?.purpose === "back") return `${name}: ${legText(chain)} was not carried out${why}`;
      return `${name} was not installed${why}`;
    case "inconsistent":
      return `${name} was not installed, and the system is INCONSISTENT${why}`;
  }
}

/** Its success is that of its manifest: every leg but the last only leads there, and one that goes back leads away. */
function isWhole(chain: ChainLink | undefined): chain is undefined {
  return chain === undefined || (chain.purpose === "forward" && chain.leg === chain.legs);
}

/** What the verdict means for the system as a whole. */
export function systemSentence(report: DeploymentReport): string | undefined {
  const back = rolledBackComponents(report).length;
  switch (report.verdict) {
    case "succeeded":
      return undefined;
    case "rolledBack":
      if (back === 0)
        return report.chain === undefined ? "No component was changed:" : "This leg has changed no component:";
      return `Everything was rolled back; ${beforeText(report)}${isFirst(report.chain) ? "" : " this leg"}:`;
    case "inconsistent": {
      const lost = inconsistentComponents(report).length;
      return `${lost} of ${report.components.length} could not be brought back; a person is needed:`;
    }
    case undefined:
      return "Now:";
  }
}

function beforeText(report: DeploymentReport): string {
  return remainsOf(report).length === 0 ? "the system is as before" : "not all is as before";
}

function isFirst(chain: ChainLink | undefined): boolean {
  return chain === undefined || (chain.purpose === "forward" && chain.leg === 1);
}

export function nextSentence(report: DeploymentReport, programName: string): string | undefined {
  switch (report.verdict) {
    case "succeeded":
      return undefined;
    case "rolledBack":
      return report.cause?.kind === "call" ? `${programName} history show ${report.id} has the details` : undefined;
    case "inconsistent":
      return `repair what is inconsistent, check with ${programName} show-provides${systemOption(report)}, then install again`;
    case undefined:
      return unfinishedAdvice(report, programName);
  }
}

function unfinishedAdvice(report: DeploymentReport, programName: string): string {
  const rollback = `${programName} rollback${systemOption(report)}`;
  const end = report.runs.at(-1)?.end;
  const isGoingBack = report.cause !== undefined;
  if (end === "hostReboot") return `reboot the host, then ${programName} resume`;
  if (end === "ArtifactCommit") return `${programName} resume commits it, ${rollback} undoes it`;
  if (end === "ArtifactRollback") return `${rollback} (or resume) brings the system back`;
  if (end === "Cleanup" && !isGoingBack && report.chain !== undefined && report.chain.leg < report.chain.legs) {
    return `${programName} resume finishes this leg and goes on with the next, ${rollback} goes back to the start`;
  }
  if (end === "Cleanup" && !isGoingBack) return `${programName} resume finishes it, ${rollback} undoes it`;
  if (end === "Cleanup") return `${programName} resume finishes it`;
  return `${programName} resume goes on with it`;
}

/** For what is of the default system where none is named. `resume` is of all. */
function systemOption({ system }: DeploymentReport): string {
  return system === undefined ? "" : ` --system ${system}`;
}

function pauseText(report: DeploymentReport, atWork: AtWork | undefined): string {
  const failed = report.cause === undefined ? "" : `, after ${causeSentence(report.cause)}`;
  return `${runEndText(report, atWork)}${failed}`;
}

function runEndText(report: DeploymentReport, atWork: AtWork | undefined): string {
  const run = report.runs.at(-1);
  switch (run?.end) {
    case "ArtifactCommit":
    case "ArtifactRollback":
    case "Cleanup":
      return `stopped before ${run.end}, as asked`;
    case "hostReboot":
      return "the host must reboot, or is rebooting";
    case "signal":
      return `left because of a signal${at(report)}`;
    case "died":
    case "ended":
    case undefined:
      return openRunText(report, run, atWork);
  }
}

function openRunText(report: DeploymentReport, run: RunReport | undefined, atWork: AtWork | undefined): string {
  if (run === undefined) return "it has not begun";
  const where = report.resumesWith === undefined ? "" : `in ${report.resumesWith}; `;
  if (atWork === undefined) return `${where}process ${run.pid} works on it, or was killed`;
  const isAtWork = atWork.workingPid === run.pid;
  return `${where}process ${run.pid} ${isAtWork ? "works on it" : "was killed, or the power went"}`;
}

function at(report: DeploymentReport): string {
  return report.resumesWith === undefined ? "" : ` in ${report.resumesWith}`;
}

/** The runs' time, without the pauses between them. */
export function workingTime(report: DeploymentReport): number {
  const times = report.runs.map((run) => (run.endedAt === undefined ? 0 : run.endedAt - run.startedAt));
  return times.reduce((sum, time) => sum + Math.max(0, time), 0);
}
