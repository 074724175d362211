// Reads what Provides, Inventory and Identity print: `key=value` lines. Values may be empty and may hold `=`.

import { printable } from "./output.js";

export type KeyValue = readonly [key: string, value: string];

export type KeyValues =
  | { readonly ok: true; readonly values: readonly KeyValue[] }
  | { readonly ok: false; readonly message: string };

const LONGEST_ID_BYTES = 200;

/** Blank lines are nothing; the first line that is no `key=value` makes the whole answer nonsense. */
export function parseKeyValues(text: string): KeyValues {
  const values: KeyValue[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const at = line.indexOf("=");
    const key = line.slice(0, Math.max(at, 0)).trim();
    if (key === "") return { ok: false, message: `line ${index + 1} is not key=value: ${quoted(line)}` };
    values.push([key, line.slice(at + 1)]);
  }
  return { ok: true, values };
}

/** The first key that stands more than once. */
export function repeatedKey(values: readonly KeyValue[]): string | undefined {
  const seen = new Set<string>();
  return values.map(([key]) => key).find((key) => seen.size === seen.add(key).size);
}

/** Why a component id cannot be used; undefined when it can. It becomes a folder's name and part of `show-provides` lines. */
export function faultOfId(id: string): string | undefined {
  if (id === "") return "the id is empty";
  if (id === "." || id === ".." || id.includes("/")) return `the id ${quoted(id)} would leave its folder`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f=]/.test(id)) return `the id ${quoted(id)} has a control character or "=" in it`;
  if (Buffer.byteLength(id) > LONGEST_ID_BYTES) return `the id is longer than ${LONGEST_ID_BYTES} bytes`;
  return undefined;
}

function quoted(text: string): string {
  return `"${printable(text.length > 100 ? `${text.slice(0, 100)}…` : text)}"`;
}
