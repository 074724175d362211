// Sets values in the text of a document and leaves every other byte as it is: comments, order, indentation, the way of writing.
// The yaml library could write the whole document anew, but not as its author has laid it out.

import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from "yaml";
import { invariant } from "../../base/index.js";

export interface Edit {
  /** Keys and indices of the map in which the value stands. */
  readonly map: readonly (string | number)[];
  readonly key: string;
  /** Texts are written in quotes: a digest may look like a number. */
  readonly value: string | number;
  /** Where the key is not there yet: the keys after which it goes, the last one there is. */
  readonly after: readonly string[];
}

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** `text` was read before, so it is a sound document that has every map named. Maps that aliases share are edited once. */
export function editText(text: string, edits: readonly Edit[]): string {
  const tree = parseDocument(text, { schema: "core", uniqueKeys: false, prettyErrors: false });
  const splices = new Map<string, Splice>();
  for (const edit of edits) {
    const splice = spliceOf(text, mapAt(tree, edit.map), edit);
    splices.set(`${splice.from} ${edit.key}`, splice);
  }
  // From the end, so that places before stay where they are; of two at one place, the one that was asked for first stays first.
  const ordered = [...splices.values()].reverse().sort((a, b) => b.from - a.from);
  return ordered.reduce((done, { from, to, text: put }) => done.slice(0, from) + put + done.slice(to), text);
}

function mapAt(tree: Document, path: Edit["map"]): YAMLMap {
  let node: unknown = tree.contents;
  for (const step of path) {
    const found = resolved(tree, node);
    node = isMap(found) ? pairOf(found, String(step))?.value : isSeq(found) ? found.items[Number(step)] : undefined;
  }
  const map = resolved(tree, node);
  invariant(isMap(map), `there is a map at ${path.join(".")}`);
  return map;
}

function resolved(tree: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(tree) : node;
}

function pairOf(map: YAMLMap, key: string) {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function spliceOf(text: string, map: YAMLMap, { key, value, after }: Edit): Splice {
  const existing = pairOf(map, key);
  if (existing !== undefined) return replaced(existing, value);
  const neighbour = after.map((name) => pairOf(map, name)).findLast((pair) => pair !== undefined) ?? map.items.at(-1);
  invariant(neighbour !== undefined && isNode(neighbour.key), "a map that is edited has a key");
  const end = endOf(isNode(neighbour.value) ? neighbour.value : neighbour.key);
  if (map.flow === true) return { from: end, to: end, text: `, ${flowKey(text, map, key)}: ${written(value)}` };
  return insertedLine(text, { end, keyStart: startOf(neighbour.key), line: `${key}: ${written(value)}` });
}

function replaced({ key, value }: { readonly key: unknown; readonly value: unknown }, by: string | number): Splice {
  if (isNode(value) && value.range) return { from: startOf(value), to: endOf(value), text: written(by) };
  invariant(isNode(key), "a key has a place");
  return { from: endOf(key), to: endOf(key), text: `: ${written(by)}` };
}

interface Line {
  readonly end: number;
  readonly keyStart: number;
  readonly line: string;
}

/** On a line of its own below the neighbour's, with its indentation and its line end. */
function insertedLine(text: string, { end, keyStart, line }: Line): Splice {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const column = keyStart - (text.lastIndexOf("\n", keyStart - 1) + 1);
  const indented = `${" ".repeat(column)}${line}`;
  if (text[end - 1] === "\n") return { from: end, to: end, text: `${indented}${lineEnd}` };
  const newline = text.indexOf("\n", end);
  if (newline === -1) return { from: text.length, to: text.length, text: `${lineEnd}${indented}` };
  return { from: newline + 1, to: newline + 1, text: `${indented}${lineEnd}` };
}

/** JSON wants its keys in quotes. */
function flowKey(text: string, { items }: YAMLMap, key: string): string {
  const first = items[0]?.key;
  const isQuoted = isNode(first) && text[startOf(first)] === '"';
  return isQuoted ? JSON.stringify(key) : key;
}

function written(value: string | number): string {
  return JSON.stringify(value);
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Of what is written, without the comment and the line end behind it. */
function endOf(node: Node): number {
  return node.range?.[1] ?? 0;
}
