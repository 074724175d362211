// The result of `interface check`: one line for each rule, and under a broken one what broke it.

import type { InterfaceCheck } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import { type Paint, paintFor } from "./paint.js";
import { printable } from "./text.js";

type Finding = InterfaceCheck["findings"][number];

export function answerInterfaceCheck(session: Session, result: InterfaceCheck, output: OutputFormat): void {
  if (output === "json") session.answerJson(checkAsJson(result));
  else session.answer(checkLines(result, paintFor(session.io.stdout, session.io.environment)).join("\n"));
}

export function checkLines(result: InterfaceCheck, paint: Paint): readonly string[] {
  const width = Math.max(...result.findings.map(({ id }) => id.length));
  const lines = result.findings.flatMap((finding) => findingLines(finding, width, paint));
  return [...lines, "", summary(result)];
}

function findingLines(finding: Finding, width: number, paint: Paint): readonly string[] {
  const details = finding.details.map((detail) => `${" ".repeat(6 + width + 2)}${printable(detail)}`);
  switch (finding.verdict) {
    case "pass":
      return [`${paint.green("pass")}  ${finding.id.padEnd(width)}  ${finding.words}`];
    case "fail":
      return [`${paint.red("FAIL")}  ${finding.id.padEnd(width)}  ${finding.words}`, ...details.map(paint.red)];
    case "skip":
      return [paint.dim(`skip  ${finding.id.padEnd(width)}  ${finding.words} (${finding.details.join("; ")})`)];
  }
}

function summary({ path, dialect, findings }: InterfaceCheck): string {
  const count = (verdict: Finding["verdict"]) => findings.filter((finding) => finding.verdict === verdict).length;
  return `${path}, ${dialect} dialect: ${count("pass")} passed, ${count("fail")} failed, ${count("skip")} skipped`;
}

function checkAsJson({ path, dialect, findings }: InterfaceCheck) {
  return {
    path,
    dialect,
    rules: findings.map(({ id, words, verdict, details }) => ({ id, words, verdict, details })),
  };
}
