// Indentation slips. Whether a line is wrong, only its neighbours tell: it is off by a little from a line of its own form
// (a list item, or a key) above it.

import { count } from "../wording.js";
import type { SourceText } from "./source-text.js";
import type { YamlProblem } from "./yaml-problem.js";

interface Line {
  readonly start: number;
  readonly number: number;
  readonly indent: number;
  /** Where the first key starts: after the dashes of a list item. */
  readonly keyIndent: number;
  readonly text: string;
  readonly isItem: boolean;
}

interface IndentationFault {
  readonly message: string;
  readonly hint: string;
  readonly offset: number;
  readonly offsetEnd: number;
}

/** How far back a model for the line is looked for. */
const MOST_LINES = 200;

/** Explains a parse error by the indentation of its line or of the next one; undefined when that is not the cause. */
export function explainIndentation(source: SourceText, problem: YamlProblem): IndentationFault | undefined {
  const [offset] = problem.pos;
  const lines = linesUntil(source.text, offset);
  const at = lines.findLastIndex((line) => line.start <= offset);
  const here = lines[at];
  if (here === undefined) return undefined;
  if (/^Nested mappings/.test(problem.message)) return pushedRight(here, lines[at + 1]);
  if (!/same column|block sequence|Sequence item without/.test(problem.message)) return undefined;
  const model = modelFor(here, lines.slice(0, at));
  return model === undefined ? undefined : describe(here, model);
}

/** The parser blames a key with a value when it is the line below that is indented too far. */
function pushedRight(here: Line, next: Line | undefined): IndentationFault | undefined {
  const isPushed = next !== undefined && next.indent > here.keyIndent && isKeyed(next) && hasValue(here);
  return isPushed ? describe(next, { number: here.number, indent: here.keyIndent }) : undefined;
}

/** Lines with content, up to the one after the offset. */
function linesUntil(text: string, offset: number): readonly Line[] {
  const lines: Line[] = [];
  let number = 1;
  for (let start = 0; start < text.length; number++) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = toLine(text.slice(start, end), start, number);
    if (line !== undefined) lines.push(line);
    if (line !== undefined && start > offset) break;
    start = end + 1;
  }
  return lines.slice(-MOST_LINES);
}

function toLine(raw: string, start: number, number: number): Line | undefined {
  const text = raw.trimEnd();
  const indent = text.length - text.trimStart().length;
  if (text === "" || text[indent] === "#") return undefined;
  const dashes = /^ *((?:- +)*)/.exec(text)?.[1]?.length ?? 0;
  return { start, number, indent, keyIndent: indent + dashes, text, isItem: /^ *-( |$)/.test(text) };
}

function isKeyed(line: Line): boolean {
  return line.isItem || /^ *[^\s#]+:(\s|$)/.test(line.text);
}

/** A key with a value on its own line can have nothing below it. */
function hasValue(line: Line): boolean {
  return /^ *(- )*[^\s#]+:\s+[^\s#|>&]/.test(line.text);
}

/** The nearest line above that is within two columns; undefined when the line is aligned with it. */
function modelFor(
  line: Line,
  above: readonly Line[],
): { readonly number: number; readonly indent: number } | undefined {
  const models = above
    .filter((other) => isKeyed(other) && (other.isItem || !line.isItem))
    .map((other) => ({ number: other.number, indent: line.isItem ? other.indent : other.keyIndent }));
  const nearest = models.findLast((model) => Math.abs(model.indent - line.indent) <= 2);
  return nearest !== undefined && nearest.indent !== line.indent ? nearest : undefined;
}

function describe(line: Line, model: { readonly number: number; readonly indent: number }): IndentationFault {
  const what = line.isItem ? "list item" : "key";
  const wanted = count(model.indent, "space");
  return {
    message: `The ${what} is indented by ${count(line.indent, "space")}, but its neighbour on line ${model.number} by ${model.indent}`,
    hint: `What belongs to the same list or map starts at the same column: indent this line by ${wanted}.`,
    offset: line.start + line.indent,
    offsetEnd: line.start + line.indent + 1,
  };
}
