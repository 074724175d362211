// A message of the planner: the headline, the lines below it, the row it is about with a caret, and what to do.

import type { Severity } from "../../../base/index.js";
import type { PlanMessage } from "../../app-types.js";
import type { Paint } from "../paint.js";
import { renderProblem } from "../problem.js";
import { printable } from "../text.js";

export type MessageText = Pick<PlanMessage, "code" | "message" | "lines" | "hint" | "location">;

/** The headline has no place before it: the lines name every row they speak of, and the first of them is shown below. */
export function messageLines(text: MessageText, severity: Severity, paint: Paint): readonly string[] {
  const { code, message, lines, hint, location } = text;
  const below = renderProblem({ code, severity, message, ...(hint && { hint }), ...(location && { location }) }, paint);
  return [
    renderProblem({ code, severity, message }, paint),
    ...lines.map((line) => `  ${printable(line)}`),
    ...below.split("\n").slice(1),
  ];
}
