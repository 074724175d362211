// Where the entries of a piece stand. Only asked for entries with faults.

import type { SourceLocation } from "../../base/index.js";

/** Of a character, in the whole file; both from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** The place after a text that begins at the given one. */
export function placeAfter({ line, column }: TextPlace, text: string): TextPlace {
  const last = text.lastIndexOf("\n");
  if (last === -1) return { line, column: column + text.length };
  let lines = line;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return { line: lines, column: text.length - last };
}

export interface EntrySpan {
  readonly start: number;
  readonly end: number;
}

/** The entry with the given index, in a text of entries with commas between them. */
export function entrySpan(entries: string, index: number): EntrySpan {
  let start = 0;
  let depth = 0;
  let commas = 0;
  for (const { 0: token, index: at } of entries.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},]/g)) {
    if (token === "[" || token === "{") depth++;
    else if (token === "]" || token === "}") depth--;
    else if (token === "," && depth === 0) {
      if (commas++ === index) return trimmed(entries, { start, end: at });
      start = at + 1;
    }
  }
  return trimmed(entries, { start, end: entries.length });
}

function trimmed(text: string, { start, end }: EntrySpan): EntrySpan {
  const own = text.slice(start, end);
  return { start: start + own.length - own.trimStart().length, end: end - own.length + own.trimEnd().length };
}

/** A place inside an entry that was read as a document of its own, after `prefix` characters; in the whole file. */
export function placeInFile(
  { lineText: _, ...inner }: SourceLocation,
  { entry, prefix }: { readonly entry: TextPlace; readonly prefix: number },
): SourceLocation {
  const { line = 1, column = 1, columnEnd = column + 1 } = inner;
  const shift = line === 1 ? entry.column - 1 - prefix : 0;
  return { ...inner, line: entry.line + line - 1, column: column + shift, columnEnd: columnEnd + shift };
}
