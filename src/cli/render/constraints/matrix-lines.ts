// One table's combinations for a person: a square for two types, a list for any other number.

import type { Paint } from "../paint.js";
import { counted, printable } from "../text.js";
import type { Mark, MarkedCombination, TableMatrix } from "./matrix.js";

/** Columns of text that a square with words may take; a wider one has signs alone. */
const WIDEST = 110;
/** Lines of a list. */
const LONGEST = 100;

const SIGNS: Readonly<Record<Mark, string>> = { endState: "●", transition: "◐", refused: "×" };
const WORDS: Readonly<Record<Mark, string>> = { endState: "end state", transition: "transition", refused: "refused" };
const LEGEND = (["endState", "transition", "refused"] as const)
  .map((mark) => `${SIGNS[mark]} ${WORDS[mark]}`)
  .join("   ");

export function matrixLines(matrix: TableMatrix, paint: Paint): readonly string[] {
  const unknown = matrix.columns.find(({ versions }) => versions.length === 0);
  if (unknown !== undefined) return [`  no version of ${printable(unknown.type)} is named exactly`];
  const [rows, columns, ...others] = matrix.columns;
  if (rows === undefined || matrix.combinations.length === 0) return [];
  const isSquare = columns !== undefined && others.length === 0 && matrix.combinations.length === matrix.total;
  return isSquare ? squareLines(matrix, paint) : listLines(matrix, paint);
}

function squareLines(matrix: TableMatrix, paint: Paint): readonly string[] {
  const withWords = square(matrix, ({ mark }) => `${SIGNS[mark]} ${WORDS[mark]}`, paint);
  if (withWords.width <= WIDEST) return withWords.lines;
  return [...square(matrix, ({ mark }) => SIGNS[mark], paint).lines, `  ${LEGEND}`];
}

/** The first type's versions are the lines, the second type's the columns. */
function square({ columns, combinations }: TableMatrix, textOf: (each: MarkedCombination) => string, paint: Paint) {
  const [down, across] = columns;
  const heads = (across?.versions ?? []).map(({ text }) => `${printable(across?.type ?? "")} ${printable(text)}`);
  const sides = (down?.versions ?? []).map(({ text }) => `${printable(down?.type ?? "")} ${printable(text)}`);
  const texts = combinations.map(textOf);
  const left = widest(sides);
  const widths = heads.map((head, i) =>
    Math.max(head.length, widest(texts.filter((_, at) => at % heads.length === i))),
  );
  const cellAt = (row: number, column: number) => {
    const at = row * heads.length + column;
    const text = (texts[at] ?? "").padEnd(widths[column] ?? 0);
    return painted(combinations[at]?.mark, text, paint);
  };
  return {
    width: left + widths.reduce((sum, width) => sum + width + 3, 2),
    lines: [
      `  ${"".padEnd(left)}   ${heads.map((head, i) => head.padEnd(widths[i] ?? 0)).join("   ")}`.trimEnd(),
      ...sides.map((side, row) =>
        `  ${side.padEnd(left)}   ${heads.map((_, i) => cellAt(row, i)).join("   ")}`.trimEnd(),
      ),
    ],
  };
}

/** Combinations that a row speaks of; the others are only counted. */
function listLines({ columns, combinations, total }: TableMatrix, paint: Paint): readonly string[] {
  const listed = combinations.filter(({ isListed }) => isListed);
  const shown = listed.slice(0, LONGEST);
  const widths = columns.map(({ type, versions }) => Math.max(type.length, widest(versions.map(({ text }) => text))));
  const line = (cells: readonly string[]) => cells.map((cell, i) => printable(cell).padEnd(widths[i] ?? 0)).join("  ");
  const unlisted = combinations.length - listed.length;
  return [
    `  ${line(columns.map(({ type }) => type))}`.trimEnd(),
    ...shown.map((each) => {
      const { versions, mark, systemVersion } = each;
      const name = systemVersion === undefined ? "" : `  ${printable(systemVersion)}`;
      return `  ${line(versions.map(({ text }) => text))}  ${painted(mark, `${SIGNS[mark]} ${WORDS[mark]}`, paint)}${name}`;
    }),
    ...(shown.length < listed.length ? [`  … and ${listed.length - shown.length} more (--output json)`] : []),
    ...(unlisted > 0 ? [`  ${counted(unlisted, "combination")} of known versions in no row`] : []),
    ...(combinations.length < total ? [`  ${total - combinations.length} others were not looked at`] : []),
  ];
}

function painted(mark: Mark | undefined, text: string, paint: Paint): string {
  switch (mark) {
    case "endState":
      return paint.green(text);
    case "transition":
      return paint.yellow(text);
    case "refused":
      return paint.red(text);
    case undefined:
      return text;
  }
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
