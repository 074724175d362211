// A diagnostic as a person reads it: base's text, coloured where a terminal takes colours.

import { type Diagnostic, renderDiagnostic } from "../../base/index.js";
import type { Paint } from "./paint.js";

export function renderProblem(problem: Diagnostic, paint: Paint): string {
  const { severity, code } = problem;
  const colour = severity === "error" ? paint.red : paint.yellow;
  const label = `${severity} ${code}:`;
  return renderDiagnostic(problem)
    .split("\n")
    .map((line, i) => {
      if (i === 0) return line.replace(label, () => colour(paint.bold(label)));
      return isCaret(line) ? colour(line) : line.replace(/^ {2}hint:/, () => `  ${paint.cyan("hint:")}`);
    })
    .join("\n");
}

function isCaret(line: string): boolean {
  return /^ +\|[ …]+\^+$/.test(line);
}
