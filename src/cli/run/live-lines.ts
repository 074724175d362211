// The lines of the live view. Pure: a report, the transfers and the size of the terminal in, lines out that fit.

import type { CallReport, ComponentReport, DeploymentReport, Phase } from "../../model/index.js";
import type { Paint } from "../render/paint.js";
import { formatBytes, formatDuration, printable, truncated } from "../render/text.js";
import { failureText, versionOrUnknown } from "../render/words.js";
import type { Transfer, Transfers } from "./transfers.js";

export interface LiveInput {
  readonly report: DeploymentReport;
  readonly transfers: Pick<Transfers, "of">;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

/** Rows left to the log above the block and to the line the cursor stands on. */
const RESERVED_ROWS = 4;

export function liveLines(input: LiveInput): readonly string[] {
  const { report, now, columns, rows, paint } = input;
  const width = Math.max(10, columns - 1);
  const room = Math.max(1, rows - RESERVED_ROWS);
  const shown = report.components.length <= room ? report.components : mostTelling(report.components, room - 1);
  const nameWidth = Math.min(widest(shown.map(labelIn(input))), Math.floor(width / 2));
  const head = `${printable(report.manifestName)}: ${PHASES[report.phase]}, ${formatDuration(now - startOf(report))}`;
  const lines = shown.map((component) => componentLine(component, input, { nameWidth, width }));
  const rest = report.components.filter((component) => !shown.includes(component));
  const counts = rest.length === 0 ? [] : [truncated(`  and ${rest.length} more: ${countStates(rest)}`, width)];
  return [paint.bold(truncated(head, width)), ...lines, ...counts.map(paint.dim)];
}

const PHASES: Readonly<Record<Phase, string>> = {
  update: "updating",
  commit: "committing",
  rollback: "rolling back",
  cleanup: "cleaning up",
  ended: "ended",
};

/** Of this run: the time between the runs of a deployment may be days. */
function startOf(report: DeploymentReport): number {
  return report.runs.at(-1)?.startedAt ?? report.startedAt;
}

/** Those that failed or are at work first, then in the order of the plan. */
function mostTelling(components: readonly ComponentReport[], room: number): readonly ComponentReport[] {
  const isTelling = (component: ComponentReport) => isRunning(lastCall(component)) || hasFailed(component);
  const picked = new Set([...components.filter(isTelling), ...components].slice(0, Math.max(0, room)));
  return components.filter((component) => picked.has(component));
}

/** The name; where there is room, also from which version to which. */
function labelIn({ columns, report }: LiveInput): (component: ComponentReport) => string {
  const keyWidth = widest(report.components.map(({ key }) => key));
  return ({ key, from, to }) =>
    columns < 100 ? key : `${key.padEnd(keyWidth)}  ${versionOrUnknown(from)} → ${printable(to)}`;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}

interface Widths {
  readonly nameWidth: number;
  readonly width: number;
}

function componentLine(component: ComponentReport, input: LiveInput, { nameWidth, width }: Widths): string {
  const { paint } = input;
  const call = lastCall(component);
  const name = truncated(labelIn(input)(component), nameWidth).padEnd(nameWidth);
  const colour = hasFailed(component) ? paint.red : isRunning(call) ? paint.cyan : paint.green;
  const isIdle = !isCapturing(component) && (call === undefined || call.status === "waiting");
  const state = truncated(stateText(component, input, width - nameWidth - 4), Math.max(0, width - nameWidth - 4));
  return `  ${name}  ${isIdle ? paint.dim(state) : colour(state)}`;
}

function stateText(component: ComponentReport, { transfers, now }: LiveInput, room: number): string {
  const call = lastCall(component);
  const point = component.pointCalls?.at(-1);
  if (point !== undefined && isCapturing(component)) {
    return `${point.call} of its rollback point  ${formatDuration(now - point.startedAt)}`;
  }
  if (!isRunning(call)) return `${stateOf(component)}${failedText(component)}`;
  const elapsed = formatDuration(now - call.startedAt);
  const transfer = call.call === "Download" ? transfers.of(component.key) : undefined;
  const text = `${call.call}  ${elapsed}`;
  return transfer === undefined || transfer.totalBytes === 0
    ? text
    : `${text}  ${transferText(transfer, room - text.length - 2)}`;
}

function failedText(component: ComponentReport): string {
  const failure = component.calls.findLast((call) => call.status === "failed")?.failure;
  return failure === undefined ? "" : `  (${failure.call} failed: ${failureText(failure)})`;
}

/** `[#####-----]  42%  12.0 MiB of 28.0 MiB  3.10 MiB/s`; what does not fit is left out from the right, the bar first. */
export function transferText({ doneBytes, totalBytes, bytesPerSecond }: Transfer, room: number): string {
  const share = Math.min(1, doneBytes / totalBytes);
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const bytes = `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`;
  const rate = bytesPerSecond > 0 ? `  ${formatBytes(bytesPerSecond)}/s` : "";
  const figures = [`${percent}  ${bytes}${rate}`, `${percent}  ${bytes}`, percent].find(({ length }) => length <= room);
  if (figures === undefined) return "";
  const barWidth = Math.min(24, room - figures.length - 3);
  if (barWidth < 6) return figures;
  const filled = Math.floor(share * barWidth);
  return `[${"#".repeat(filled)}${"-".repeat(barWidth - filled)}] ${figures}`;
}

/** Or restoring: its data is at work, not its interface. */
function isCapturing({ pointCalls }: ComponentReport): boolean {
  return pointCalls?.at(-1)?.status === "running";
}

function lastCall(component: ComponentReport): CallReport | undefined {
  return component.calls.at(-1);
}

function isRunning(call: CallReport | undefined): call is CallReport {
  return call?.status === "running";
}

function hasFailed(component: ComponentReport): boolean {
  return component.standing === "inconsistent" || component.calls.some(({ status }) => status === "failed");
}

function stateOf(component: ComponentReport): string {
  switch (component.standing) {
    case "untouched":
      return lastCall(component)?.status === "failed" ? "failed" : "waiting";
    case "rolledBack":
      return "rolled back";
    case "downloaded":
    case "installed":
    case "committed":
    case "unsettled":
    case "inconsistent":
      return component.standing;
  }
}

function countStates(components: readonly ComponentReport[]): string {
  const counts = new Map<string, number>();
  for (const component of components) {
    const call = lastCall(component);
    const state = isRunning(call) ? call.call : stateOf(component);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}
