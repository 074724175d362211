// Whether an entry of an inventory is plainly sound. Says the same as the schema, for what programs write; hot, because an
// inventory may have a million entries. What it does not take is looked at more closely, by the schema.

import { OFFLINE, whyUnsafe } from "../../model/index.js";
import { type InventoryEntry, isExtension } from "../document-types.js";

export function isPlain(entry: unknown): entry is InventoryEntry {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return false;
  for (const key in entry) if (!KEYS.has(key) && !isExtension(key)) return false;
  const { component_type: type, id, count, version, target }: Unchecked = entry;
  if (!isName(type) || !isVersion(version) || (target !== undefined && !isVersion(target))) return false;
  return id === undefined ? isCount(count) : count === undefined && isName(id);
}

type Unchecked = { readonly [Key in keyof InventoryEntry]?: unknown };

const KEYS: ReadonlySet<string> = new Set<keyof InventoryEntry>(["component_type", "id", "count", "version", "target"]);

/** Letters of other scripts are welcome, and take longer. */
function isName(value: unknown): boolean {
  if (typeof value !== "string" || value === "." || value === "..") return false;
  return PLAIN_NAME.test(value) || (whyUnsafe(value) === undefined && !/\p{Cs}/u.test(value));
}

function isVersion(value: unknown): boolean {
  return typeof value === "string" && value !== OFFLINE && (PLAIN_LABEL.test(value) || LABEL.test(value));
}

const PLAIN_NAME = /^[ -.0-<>-~]{1,100}$/;
const PLAIN_LABEL = /^[ -~]{1,200}$/;
const LABEL = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,200}$/u;

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 1e9;
}
