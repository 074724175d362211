// One problem as a person reads it: what, where with a caret, and what to do.

import type { Diagnostic } from "../../base/index.js";
import type { Paint } from "./paint.js";

export function renderProblem(problem: Diagnostic, paint: Paint): string {
  const colour = problem.severity === "error" ? paint.red : paint.yellow;
  const place = problem.location;
  const lines = [`${colour(paint.bold(`${problem.severity} ${problem.code}`))}: ${problem.message}`];
  if (place !== undefined) lines.push(`  --> ${[place.file, place.line, place.column].filter(Boolean).join(":")}`);
  if (place?.lineText !== undefined && place.line !== undefined) {
    const margin = String(place.line);
    lines.push(`  ${margin} | ${place.lineText}`);
    if (place.column !== undefined) {
      const width = Math.max(1, (place.columnEnd ?? place.column + 1) - place.column);
      lines.push(`  ${" ".repeat(margin.length)} | ${" ".repeat(place.column - 1)}${colour("^".repeat(width))}`);
    }
  }
  if (problem.hint !== undefined) lines.push(`  ${paint.cyan("hint")}: ${problem.hint}`);
  return lines.join("\n");
}
