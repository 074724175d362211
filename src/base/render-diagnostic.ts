// A diagnostic for a person, without colour: the place, the line, a caret under the fault, the hint. Nothing of a file
// reaches a terminal unchecked, and a long line is cut around the caret.

import type { Diagnostic } from "./diagnostics.js";
import type { SourceLocation } from "./errors.js";

/** Columns of the line that are shown at most. */
const WIDEST = 100;

export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { code, severity, message, hint, location } = diagnostic;
  const head = `${placeOf(location)}${severity} ${code}: ${printable(message)}`;
  const lines = [head, ...excerptOf(location)];
  if (hint !== undefined) lines.push(...`hint: ${hint}`.split("\n").map((line) => `  ${printable(line)}`));
  return lines.join("\n");
}

function placeOf(location: SourceLocation | undefined): string {
  if (location === undefined) return "";
  const { file, line, column } = location;
  return `${[printable(file), line, column].filter((part) => part !== undefined).join(":")}: `;
}

function excerptOf(location: SourceLocation | undefined): readonly string[] {
  if (location?.line === undefined || location.lineText === undefined) return [];
  const { line, lineText, column = 1, columnEnd = column + 1 } = location;
  const number = String(line).padStart(5);
  const start = windowStart(lineText, column);
  const before = printable(lineText.slice(start, column - 1));
  const marked = printable(lineText.slice(column - 1, Math.min(columnEnd - 1, start + WIDEST)));
  const after = printable(lineText.slice(columnEnd - 1, start + WIDEST));
  const dots = start > 0 ? "…" : "";
  const more = start + WIDEST < lineText.length ? "…" : "";
  return [
    `${number} | ${dots}${before}${marked}${after}${more}`.trimEnd(),
    `${" ".repeat(number.length)} | ${" ".repeat(dots.length + before.length)}${"^".repeat(Math.max(1, marked.length))}`,
  ];
}

/** Where the shown part begins: the whole line if it fits, else what is around the caret. */
function windowStart(lineText: string, column: number): number {
  if (lineText.length <= WIDEST) return 0;
  return Math.max(0, Math.min(column - 1 - WIDEST / 2, lineText.length - WIDEST));
}

/** One visible character for each that a terminal would act on, so that the caret stays under its place. */
function printable(text: string): string {
  return text.replace(/\t/g, " ").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\u00b7");
}
