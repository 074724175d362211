// A look at the tokens before anything is built from them: the parser recurses and allocates, so depth and amount are
// bounded here. It also remembers brackets and quotes left open, whose consequences the parser reports far away.

import { Lexer } from "yaml";
import { LIMITS } from "../limits.js";

export interface TokenScan {
  /** Offset of the first token that is one level too deep. */
  readonly tooDeepAt?: number;
  /** Offset of the first token that is one too many. */
  readonly tooManyAt?: number;
  /** Offset of the bracket or brace that is not closed. */
  readonly openBracketAt?: number;
  /** Offset of the quote that is not closed. */
  readonly openQuoteAt?: number;
}

interface Progress {
  offset: number;
  column: number;
  tokens: number;
  /** Columns at which block items began; deeper ones stand further right. */
  readonly columns: number[];
  /** Offsets of brackets that are open. */
  readonly brackets: number[];
  openQuoteAt: number | undefined;
}

/** An upper bound of the nesting, never less than half of the true one: a list may stand at the column of its key. */
export function scanTokens(text: string): TokenScan {
  const progress: Progress = { offset: 0, column: 0, tokens: 0, columns: [], brackets: [], openQuoteAt: undefined };
  for (const token of new Lexer().lex(text)) {
    if (isControl(token)) continue;
    if (++progress.tokens > LIMITS.maxTokens) return { tooManyAt: progress.offset };
    enter(progress, token);
    if (progress.columns.length + progress.brackets.length > LIMITS.maxDepth) return { tooDeepAt: progress.offset };
    advance(progress, token);
  }
  return leftOpen(progress);
}

/** Marks that the lexer inserts; they are not in the text, where such characters have been refused before. */
function isControl(token: string): boolean {
  return token === "\u0002" || token === "\u0018" || token === "\u001f";
}

function enter(progress: Progress, token: string): void {
  const first = token[0];
  if (first === "[" || first === "{") progress.brackets.push(progress.offset);
  else if (first === "]" || first === "}") progress.brackets.pop();
  else if ((first === '"' || first === "'") && !isClosed(token)) progress.openQuoteAt ??= progress.offset;
  if (progress.brackets.length === 0 && token.trim() !== "" && !OPENS_NOTHING.has(first)) enterBlock(progress);
}

/** First characters of tokens that begin no list, map or value. */
const OPENS_NOTHING: ReadonlySet<string | undefined> = new Set([":", "#", "]", "}", ","]);

function enterBlock({ columns, column }: Progress): void {
  while ((columns.at(-1) ?? -1) >= column) columns.pop();
  columns.push(column);
}

function isClosed(token: string): boolean {
  return token.length > 1 && token.at(-1) === token[0];
}

function advance(progress: Progress, token: string): void {
  progress.offset += token.length;
  const newline = token.lastIndexOf("\n");
  progress.column = newline === -1 ? progress.column + token.length : token.length - newline - 1;
}

function leftOpen({ brackets, openQuoteAt }: Progress): TokenScan {
  const [openBracketAt] = brackets;
  return {
    ...(openBracketAt === undefined ? {} : { openBracketAt }),
    ...(openQuoteAt === undefined ? {} : { openQuoteAt }),
  };
}
