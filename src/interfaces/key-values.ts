// Reads what Provides, Inventory and Identity print: `key=value` lines. Values may be empty and may hold `=`; spaces around
// keys and values are nobody's.

import { whyUnsafe } from "../model/index.js";
import { printable } from "./output.js";

export type KeyValue = readonly [key: string, value: string];

export type KeyValues =
  | { readonly ok: true; readonly values: readonly KeyValue[] }
  | { readonly ok: false; readonly message: string };

/** Blank lines are nothing; the first line that is no `key=value` makes the whole answer nonsense. */
export function parseKeyValues(text: string): KeyValues {
  const values: KeyValue[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const at = line.indexOf("=");
    const key = line.slice(0, Math.max(at, 0)).trim();
    if (key === "") return { ok: false, message: `line ${index + 1} is not key=value: ${quoted(line)}` };
    values.push([key, line.slice(at + 1).trim()]);
  }
  return { ok: true, values };
}

/** The first key that stands more than once. */
export function repeatedKey(values: readonly KeyValue[]): string | undefined {
  const seen = new Set<string>();
  return values.map(([key]) => key).find((key) => seen.size === seen.add(key).size);
}

/** Why an id that an interface answers cannot be used; undefined when it can. */
export function faultOfId(id: string): string | undefined {
  const reason = whyUnsafe(id);
  return reason === undefined ? undefined : `the id ${quoted(id)} ${reason}`;
}

function quoted(text: string): string {
  return `"${printable(text.length > 100 ? `${text.slice(0, 100)}…` : text)}"`;
}
