// What a row, a pair or a requirement says of one component type → a cell of the model.

import { type Cell, identityOf, semverScheme, type VersionMatcher, type VersionPair } from "../../model/index.js";
import type { WrittenCell } from "../document-types.js";

/** Undefined for what the schema refuses. */
export function readCell(written: unknown): Cell | undefined {
  if (typeof written === "string") return cellOf(written);
  if (!Array.isArray(written) || written.length === 0) return undefined;
  return isTexts(written) ? cellOf(written) : undefined;
}

export function cellOf(written: WrittenCell): Cell {
  if (typeof written === "string") return { text: written, matchers: [matcherOf(written)] };
  return { text: `[${written.join(", ")}]`, matchers: written.map(matcherOf) };
}

/** A cell of one version that is no range, whatever it looks like. */
export function exactCell(text: string): Cell {
  return { text, matchers: [{ kind: "exact", version: identityOf(semverScheme, text) }] };
}

/** `[from, to]`; the schema has seen to the length. */
export function pairOf([from = "*", to = "*"]: readonly WrittenCell[]): VersionPair {
  return { from: cellOf(from), to: cellOf(to) };
}

/** A text that is neither a version nor a range of the scheme is a version all the same, equal to itself only. */
export function matcherOf(text: string): VersionMatcher {
  if (text === "*") return { kind: "any" };
  const version = semverScheme.canonical(text);
  if (version !== undefined) return { kind: "exact", version };
  return semverScheme.range(text) === undefined ? { kind: "exact", version: text } : { kind: "range", range: text };
}

function isTexts(list: readonly unknown[]): list is readonly string[] {
  return list.every((item) => typeof item === "string");
}
