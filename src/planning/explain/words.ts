// How the planner's messages put things: combinations, counts, lists and aligned columns. Names and versions come from
// documents and components, so nothing of them reaches a line before it is printable.

import type { VersionedType } from "../../model/index.js";
import { type PlanningProblem, spell } from "../problem.js";

const LONGEST_NAME = 120;
const LONGEST_LINE = 300;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** One visible character for each that a terminal would act on; a text longer than any honest one is cut. */
export function printable(text: string, longest = LONGEST_NAME): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return cut.replace(UNPRINTABLE, "\u00b7");
}

/** `"old gateway cannot talk to new rtos"` */
export function quoted(text: string): string {
  return `"${printable(text, LONGEST_LINE)}"`;
}

/** A version in the words of its author. */
export function versionText(problem: PlanningProblem, type: string, version: string): string {
  return printable(spell(problem, type, version));
}

/** `rtos v1 -> v2` */
export function moveText(problem: PlanningProblem, move: { type: string; from: string; to: string }): string {
  const { type, from, to } = move;
  return `${printable(type)} ${versionText(problem, type, from)} -> ${versionText(problem, type, to)}`;
}

/** Versions are identities; `gateway v1 + rtos v2`. */
export function combinationText(problem: PlanningProblem, combination: readonly VersionedType[]): string {
  return combination
    .map(({ type, version }) => `${printable(type)} ${versionText(problem, type, version)}`)
    .join(" + ");
}

/** Identities turned into the words of the author. */
export function spelled(problem: PlanningProblem, combination: readonly VersionedType[]): readonly VersionedType[] {
  return combination.map(({ type, version }) => ({ type, version: spell(problem, type, version) }));
}

/** `1 component`, `2 components`; of a word with a plain plural. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** `a, b and c` */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** The first words, and how many there are besides. */
export function shortened(words: readonly string[], most: number): readonly string[] {
  return words.length <= most ? words : [...words.slice(0, most - 1), `${words.length - most + 1} more`];
}

/** Rows as lines; `gaps[i]` spaces at least between column i and the next. */
export function aligned(rows: readonly (readonly string[])[], gaps: readonly number[]): readonly string[] {
  const widths = gaps.map((gap, column) => gap + rows.reduce((most, row) => Math.max(most, width(row[column])), 0));
  return rows.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - width(cell))))
      .join("")
      .trimEnd(),
  );
}

function width(text = ""): number {
  return [...text].length;
}
