// The rows of modules that are being updated, as many as the terminal has room for. Pure.

import type { ModuleOutcome } from "../app-types.js";
import { outcomeText } from "../render/modules/update.js";
import type { Paint } from "../render/paint.js";
import { formatDuration, printable, table, truncated } from "../render/text.js";

export type ModulePhase = "waiting" | "preparing" | "capturing" | "running" | "restoring";

export interface ModuleRow {
  readonly name: string;
  readonly from: string | null;
  readonly to: string;
  readonly phase: ModulePhase | ModuleOutcome;
  /** What it printed last. */
  readonly line: string;
  readonly beganAt: number;
  /** As its result has it. */
  readonly remains?: readonly string[];
}

export interface RowsInput {
  readonly columns: number;
  readonly rows: number;
  readonly now: number;
  readonly paint: Paint;
}

/** Those that are at work before those that have ended and those that wait. */
export function moduleRows(modules: readonly ModuleRow[], { columns, rows, now, paint }: RowsInput): readonly string[] {
  const room = Math.max(1, rows - 2);
  const shown = [...modules].sort((one, other) => rankOf(one) - rankOf(other)).slice(0, room);
  const visible = modules.length > room ? modules.filter((module) => shown.includes(module)) : modules;
  const heads = table(visible.map((module) => [printable(module.name), versionsOf(module), ""]));
  const lines = visible.map((module, i) => rowLine(module, { head: heads[i] ?? "", columns, now, paint }));
  const left = modules.length - visible.length;
  return left === 0 ? lines : [...lines, paint.dim(`… and ${left} more`)];
}

function rankOf({ phase }: ModuleRow): number {
  if (phase === "waiting") return 2;
  return isAtWork(phase) ? 0 : 1;
}

function isAtWork(phase: ModuleRow["phase"]): phase is ModulePhase {
  return ["waiting", "preparing", "capturing", "running", "restoring"].includes(phase);
}

function versionsOf({ from, to }: ModuleRow): string {
  return `${from === null ? "new" : printable(from)} → ${printable(to)}`;
}

function rowLine(
  { from, phase, line, beganAt, remains = [] }: ModuleRow,
  { head, columns, now, paint }: Omit<RowsInput, "rows"> & { readonly head: string },
): string {
  if (!isAtWork(phase))
    return `${truncated(head, columns - 1)}${outcomeText({ outcome: phase, from, remains }, paint)}`;
  if (phase === "waiting") return truncated(`${head}waiting`, columns - 1);
  const text = `${head}${phase} ${formatDuration(now - beganAt)}${line === "" ? "" : `  ${printable(line)}`}`;
  return truncated(text, columns - 1);
}
