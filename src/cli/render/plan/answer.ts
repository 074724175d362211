// What `plan` answers, in the form that was asked for. A refusal is told like every error of the program; nothing of it
// reaches stdout but JSON.

import { EXIT, type ExitCode } from "../../../base/index.js";
import { type Plan, plannedComponents, shownLocation } from "../../../model/index.js";
import type { PlanAnswer } from "../../app-types.js";
import type { PlanFormat } from "../../plan-options.js";
import type { Session } from "../../session.js";
import { type Paint, paintFor } from "../paint.js";
import { renderProblem } from "../problem.js";
import { rollbackPointLines } from "../rollback-point.js";
import { counted, printable, table } from "../text.js";
import { orderLines, skippedLines } from "./by-order.js";
import { mermaidText } from "./mermaid.js";
import { messageLines } from "./message.js";
import { leftAlone, planJson } from "./plan-json.js";
import { sequenceLines } from "./sequence-lines.js";
import { svgText } from "./svg/index.js";

export interface PlanView {
  readonly output: PlanFormat;
  /** Of `--explain`, line by line; undefined without it. */
  readonly explanation: Explanation | undefined;
}

export interface Explanation {
  readonly type: string;
  readonly lines: readonly string[];
}

export function answerPlan(session: Session, planned: PlanAnswer, { output, explanation }: PlanView): ExitCode {
  const { answer } = planned;
  const exitCode = answer.isFeasible ? EXIT.done : EXIT.refused;
  if (output === "json") {
    const { type, lines } = explanation ?? {};
    session.answerJson({
      ...planJson(planned),
      ...(type !== undefined && { explanation: { component_type: type, lines } }),
    });
    return exitCode;
  }
  writeMessages(session, planned);
  if (explanation !== undefined) session.answer(explanation.lines.map(printable).join("\n"));
  else if (answer.isFeasible) session.answer(planText(session, planned, output));
  return exitCode;
}

/** Warnings first: the refusal stands where a person looks, at the end. */
function writeMessages(session: Session, { warnings, answer }: PlanAnswer): void {
  const paint = paintFor(session.io.stderr, session.io.environment);
  const lines = [
    ...warnings.map((warning) => renderProblem(warning, paint)),
    ...answer.warnings.flatMap((message) => messageLines(message, "warning", paint)),
    ...(answer.isFeasible ? [] : messageLines(answer.refusal, "error", paint)),
  ];
  for (const line of lines) session.writeLogLine(line);
}

function planText(session: Session, planned: PlanAnswer, output: Exclude<PlanFormat, "json">): string {
  const { manifestName, answer } = planned;
  if (!answer.isFeasible) return "";
  switch (output) {
    case "human":
      return planLines(planned, paintFor(session.io.stdout, session.io.environment)).join("\n");
    case "mermaid":
      return mermaidText(answer.sequence);
    case "svg":
      return svgText({ name: manifestName, sequence: answer.sequence });
  }
}

export function planLines({ problem, answer, legs }: PlanAnswer, paint: Paint): readonly string[] {
  const [first] = legs;
  if (problem === undefined && first !== undefined) return orderLines(first, paint);
  if (!answer.isFeasible) return [];
  const skipped = leftAlone(legs);
  return [
    ...sequenceLines(answer.sequence, paint),
    ...(legs.some(({ groups }) => groups.length > 0) ? ["components:", ...componentLines(legs)] : []),
    ...rollbackPointLines(
      [...new Map(legs.flatMap(plannedComponents).map((component) => [component.key, component])).values()],
      "captured before, and brought back if it is rolled back:",
    ),
    ...(skipped.length === 0 ? [] : ["left alone:", ...skippedLines({ skipped }, paint)]),
    ...(legs.length > 0
      ? []
      : stayingLines(
          problem,
          answer.sequence.batches.flatMap(({ moves }) => moves),
        )),
  ];
}

/** Which component gets which artifact; versions and order are told above. */
function componentLines(legs: readonly Plan[]): readonly string[] {
  const rows = legs.flatMap((leg, index) =>
    plannedComponents(leg).map(({ key, artifact }) => [
      ...(legs.length > 1 ? [`leg ${index + 1}`] : []),
      printable(key),
      printable(shownLocation(artifact.path)),
    ]),
  );
  return table(rows).map((line) => `  ${line}`);
}

/** Of an inventory, which names no artifacts and perhaps no components. */
function stayingLines(problem: PlanAnswer["problem"], moves: readonly { readonly group: number }[]): readonly string[] {
  const moved = new Set(moves.map(({ group }) => group));
  const staying = problem?.groups.filter((_, group) => !moved.has(group)) ?? [];
  if (staying.length === 0) return [];
  const rows = staying.map(({ type, current, count }) => [
    printable(type),
    printable(problem?.spellings.get(type)?.get(current) ?? current),
    counted(count, "component"),
  ]);
  return ["left alone:", ...table(rows).map((line) => `  ${line}`)];
}
