// Sets one value in the text of a JSON object and leaves every other byte as it is: order, indentation, and the keys that are the
// owner's own.

import { invariant } from "../../base/index.js";
import { type JsonMember, type JsonNode, readJson } from "./json-text.js";

type JsonObject = Extract<JsonNode, { kind: "object" }>;
type Value = string | boolean;

const DEFAULT_STEP = "    ";

/** `text` has been read as an object. Keys that are not there are added at the end; what is no object on the way is replaced. */
export function withJsonValue(text: string, keys: readonly string[], value: Value): string {
  const { at, rest } = deepest(readJson(text), keys);
  const [key, ...inner] = rest;
  invariant(key !== undefined, "a value is set under a key");
  const present = at.members.find((member) => member.key === key);
  const step = stepOf(text);
  const indent = indentAt(text, at.start) + step;
  const written = valueText(inner, { value, indent, step });
  if (present !== undefined) return spliced(text, present.node, written);
  return withMember(text, at, { text: `${JSON.stringify(key)}${gapOf(text, at.members[0])}${written}`, indent });
}

/** How far the keys lead through objects, and which of them are left: at least the last one. */
function deepest(
  root: JsonNode,
  keys: readonly string[],
): { readonly at: JsonObject; readonly rest: readonly string[] } {
  invariant(root.kind === "object", "what is edited is an object");
  let at = root;
  for (const [index, key] of keys.slice(0, -1).entries()) {
    const next = at.members.find((member) => member.key === key)?.node;
    if (next?.kind !== "object") return { at, rest: keys.slice(index) };
    at = next;
  }
  return { at, rest: keys.slice(-1) };
}

interface Written {
  readonly value: Value;
  readonly indent: string;
  readonly step: string;
}

/** Inside of objects for the keys that are left. */
function valueText(keys: readonly string[], { value, indent, step }: Written): string {
  const nested = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  return JSON.stringify(nested, undefined, step).replaceAll("\n", `\n${indent}`);
}

function withMember(
  text: string,
  { start, end, members }: JsonObject,
  member: { text: string; indent: string },
): string {
  const [first, last] = [members[0], members.at(-1)];
  if (first === undefined || last === undefined) {
    const outer = indentAt(text, start);
    return spliced(text, { start, end }, `{\n${member.indent}${member.text}\n${outer}}`);
  }
  const lead = text.slice(start + 1, first.start);
  return spliced(text, { start: last.node.end, end: last.node.end }, `,${lead === "" ? " " : lead}${member.text}`);
}

function spliced(text: string, { start, end }: { readonly start: number; readonly end: number }, put: string): string {
  return text.slice(0, start) + put + text.slice(end);
}

/** What stands between a key and its value: as in the object's first member. */
function gapOf(text: string, member: JsonMember | undefined): string {
  if (member === undefined) return ": ";
  const written = text.slice(member.start, member.node.start);
  return written.slice(written.lastIndexOf('"') + 1);
}

/** By how much the text goes inwards: as its first indented line. */
function stepOf(text: string): string {
  return /^[\t ]+(?=")/m.exec(text)?.[0] ?? DEFAULT_STEP;
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset) + 1, offset);
  return /^[\t ]*/.exec(line)?.[0] ?? "";
}
