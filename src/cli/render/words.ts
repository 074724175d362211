// The sentences that the answer of a run and the page of a deployment share: why, where the system is now, what to do.

import {
  type CallFailure,
  type ComponentReport,
  type DeploymentReport,
  decisionAdvice,
  decisionLines,
  decisionSentence,
  type RollbackCause,
  type SafetyDecision,
  type SkippedReport,
} from "../../model/index.js";
import type { Paint } from "./paint.js";
import { restoreAdvice } from "./rollback-point.js";
import { printable, table } from "./text.js";

/** Why it is, or was, rolled back. */
export function causeSentence(cause: RollbackCause): string {
  switch (cause.kind) {
    case "call":
      return failureSentence(cause.failure);
    case "hostReboot":
      return `the host could not be rebooted: ${printable(cause.message)}`;
    case "safety":
      return printable(decisionSentence(cause.decision));
    case "cancelled":
      return "it was cancelled";
    case "requested":
      return "a rollback was asked for";
    case "diskFull":
      return "the disk of the data store is full";
  }
}

export function failureSentence(failure: CallFailure): string {
  return `${failure.call} of ${failure.component} failed: ${failureText(failure)}`;
}

/** What happened, without the name of the call where the message begins with it: the reader has just read that. */
export function failureText({ component, call, message }: Pick<CallFailure, "component" | "call" | "message">): string {
  const named = `${component} ${call} `;
  return printable(message.startsWith(named) ? message.slice(named.length) : message);
}

/** The last lines that the failing interface printed. */
export function outputLines(output: readonly string[], limit: number): readonly string[] {
  const shown = output.slice(-limit);
  const left = output.length - shown.length;
  return [...(left > 0 ? [`  | … ${left} lines before`] : []), ...shown.map((line) => `  | ${printable(line)}`)];
}

/** What a person wants to know beside the sentence: what the interface printed, and what can be done. */
export function causeLines(cause: RollbackCause | undefined, limit: number): readonly string[] {
  if (cause?.kind !== "call") return [];
  const { outputTail, hint } = cause.failure;
  return [...outputLines(outputTail, limit), ...(hint === undefined ? [] : [`To do: ${printable(hint)}`])];
}

/** One row a component: its name, its version, what became of it. Below, what was decided by the constraints. */
export function componentLines(report: DeploymentReport, paint: Paint): readonly string[] {
  const rows = [
    ...report.components.map((component) => [component.key, versionText(component), standingText(component, paint)]),
    ...report.skipped.map((skipped) => [skipped.key, versionOrUnknown(skipped.version), skippedText(skipped, paint)]),
  ];
  const decided = decisionTexts(report.decisions ?? []);
  return [...table(rows).map((line) => `  ${line}`), ...restoreAdvice(report), ...decided];
}

/** What was found at the start of a group is found once more at that of the rollback: it is told once. */
function decisionTexts(decisions: readonly SafetyDecision[]): readonly string[] {
  const texts = decisions.map(decisionText);
  const seen = new Set<string>();
  return texts.flatMap((lines) => {
    const text = lines.join("\n");
    if (seen.has(text)) return [];
    seen.add(text);
    return lines;
  });
}

function decisionText(decision: SafetyDecision): readonly string[] {
  const lines = [...decisionLines(decision), `to do: ${decisionAdvice(decision)}`];
  return lines.map((line, index) => (index === 0 ? `By the constraints: ${printable(line)}` : `  ${printable(line)}`));
}

/** Versions are an interface's or an artifact's own words. */
export function versionText(component: Pick<ComponentReport, "from" | "to" | "now" | "standing">): string {
  const { from, to, now, standing } = component;
  const before = versionOrUnknown(from);
  switch (standing) {
    case "untouched":
    case "downloaded":
    case "rolledBack":
      return now === from || now === undefined ? before : `${before}, now ${printable(now)}`;
    case "installed":
    case "committed":
      return `${before} → ${printable(to)}`;
    case "unsettled":
    case "inconsistent":
      return now === undefined ? `${before} or ${printable(to)}` : `${before} → ${printable(now)}`;
  }
}

export function versionOrUnknown(version: string | undefined): string {
  return version === undefined ? "?" : printable(version);
}

function standingText({ standing, reason, calls, from, now }: ComponentReport, paint: Paint): string {
  switch (standing) {
    case "untouched":
      if (now !== from) return paint.yellow("changed by others, not installed");
      return paint.dim(calls.length === 0 ? "not touched" : "not installed");
    case "downloaded":
      return "downloaded, not installed";
    case "unsettled":
      return paint.yellow("left half-way");
    case "installed":
      return paint.yellow("installed, not committed");
    case "committed":
      return paint.green("updated");
    case "rolledBack":
      return paint.green("rolled back");
    case "inconsistent":
      return paint.red(`inconsistent: ${printable(reason ?? "no reason is known")}`);
  }
}

function skippedText(_: SkippedReport, paint: Paint): string {
  return paint.dim("already installed, not touched");
}
