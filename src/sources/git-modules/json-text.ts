// Reads JSON as it is written: where each value stands, the digits of a number, a key that stands twice. JSON.parse tells none of
// it, and its faults name no line. As strict as JSON.parse, and limited in depth.

export interface JsonMember {
  readonly key: string;
  /** Of the key, with its quotes. */
  readonly start: number;
  readonly node: JsonNode;
}

interface Span {
  /** Offsets in the text; `end` is the one after. */
  readonly start: number;
  readonly end: number;
}

export type JsonNode = Span &
  (
    | { readonly kind: "object"; readonly members: readonly JsonMember[] }
    | { readonly kind: "list"; readonly items: readonly JsonNode[] }
    | { readonly kind: "text"; readonly value: string }
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "word"; readonly value: boolean | null }
  );

/** What is wrong, and at which offset. */
export class JsonFault extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

export const MAX_JSON_DEPTH = 64;

const SPACE = /[ \t\r\n]*/y;
/** What may stand between the quotes, JSON.parse decides. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Throws JsonFault. */
export function readJson(text: string): JsonNode {
  const cursor = { text, at: 0 };
  const node = valueAt(cursor, 0);
  skipSpace(cursor);
  if (cursor.at < text.length) throw new JsonFault("there is more after its end", cursor.at);
  return node;
}

interface Cursor {
  readonly text: string;
  at: number;
}

function valueAt(cursor: Cursor, depth: number): JsonNode {
  if (depth > MAX_JSON_DEPTH) throw new JsonFault(`it is nested more than ${MAX_JSON_DEPTH} deep`, cursor.at);
  skipSpace(cursor);
  const start = cursor.at;
  if (cursor.text[start] === "{") return objectAt(cursor, depth);
  if (cursor.text[start] === "[") return listAt(cursor, depth);
  if (cursor.text[start] === '"') return { kind: "text", ...stringAt(cursor) };
  const word = taken(cursor, WORD);
  if (word !== undefined)
    return { kind: "word", start, end: cursor.at, value: word === "null" ? null : word === "true" };
  const number = taken(cursor, NUMBER);
  if (number !== undefined) return { kind: "number", start, end: cursor.at, value: Number(number) };
  throw unexpected(cursor, "a value");
}

function objectAt(cursor: Cursor, depth: number): JsonNode {
  const start = cursor.at++;
  const members: JsonMember[] = [];
  const seen = new Set<string>();
  if (closes(cursor, "}")) return { kind: "object", start, end: cursor.at, members };
  do {
    skipSpace(cursor);
    const { value: key, start: keyStart } = stringAt(cursor);
    if (seen.has(key)) throw new JsonFault(`the key ${JSON.stringify(key).slice(0, 100)} stands there twice`, keyStart);
    seen.add(key);
    expect(cursor, ":");
    members.push({ key, start: keyStart, node: valueAt(cursor, depth + 1) });
  } while (continues(cursor, "}"));
  return { kind: "object", start, end: cursor.at, members };
}

function listAt(cursor: Cursor, depth: number): JsonNode {
  const start = cursor.at++;
  const items: JsonNode[] = [];
  if (closes(cursor, "]")) return { kind: "list", start, end: cursor.at, items };
  do {
    items.push(valueAt(cursor, depth + 1));
  } while (continues(cursor, "]"));
  return { kind: "list", start, end: cursor.at, items };
}

function stringAt(cursor: Cursor): Span & { readonly value: string } {
  const start = cursor.at;
  const written = taken(cursor, STRING);
  if (written === undefined) throw unexpected(cursor, "a text in double quotes");
  return { start, end: cursor.at, value: contentOf(written, start) };
}

function contentOf(written: string, start: number): string {
  try {
    return String(JSON.parse(written));
  } catch {
    throw new JsonFault("a text has a line break, another control character or an unknown escape in it", start);
  }
}

function closes(cursor: Cursor, end: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== end) return false;
  cursor.at += 1;
  return true;
}

/** After a comma; false after the end. */
function continues(cursor: Cursor, end: string): boolean {
  if (closes(cursor, end)) return false;
  if (cursor.text[cursor.at] !== ",") throw unexpected(cursor, `"," or "${end}"`);
  cursor.at += 1;
  return true;
}

function expect(cursor: Cursor, sign: string): void {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== sign) throw unexpected(cursor, `"${sign}"`);
  cursor.at += 1;
}

function skipSpace(cursor: Cursor): void {
  taken(cursor, SPACE);
}

function taken(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const [found] = pattern.exec(cursor.text) ?? [];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

function unexpected({ text, at }: Cursor, wanted: string): JsonFault {
  if (at >= text.length) return new JsonFault(`it ends where ${wanted} should come`, at);
  const found = JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
  return new JsonFault(`${wanted} should come here, not ${found}`, at);
}
