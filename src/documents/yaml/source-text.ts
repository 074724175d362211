// The text of one document and its lines: turns an offset into a place that a person can find in an editor.

import type { SourceLocation } from "../../base/index.js";

export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** What the file holds, byte for byte: what a signature is made over. */
  readonly bytes: Uint8Array;
  /** The place of a range of offsets; its end is cut at the end of the first line. */
  locate(offset: number, offsetEnd?: number): SourceLocation;
}

export function sourceText(file: string, text: string, bytes: Uint8Array = Buffer.alloc(0)): SourceText {
  const lineStarts = findLineStarts(text);
  return {
    file,
    text,
    bytes,
    locate(offset, offsetEnd = offset + 1) {
      const index = lineIndexOf(lineStarts, Math.min(offset, text.length));
      const start = lineStarts[index] ?? 0;
      const lineText = lineBetween(text, start, lineStarts[index + 1]);
      const column = Math.min(offset - start, lineText.length) + 1;
      const columnEnd = Math.max(column + 1, Math.min(offsetEnd - start, lineText.length) + 1);
      return { file, line: index + 1, column, columnEnd, lineText };
    },
  };
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

/** Binary search: the last line that starts at or before the offset. */
function lineIndexOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Does not look for the end of the line: it may be long, and have many faults. */
function lineBetween(text: string, start: number, nextStart: number | undefined): string {
  const line = text.slice(start, nextStart === undefined ? undefined : nextStart - 1);
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
