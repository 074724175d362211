// What Provides told, as facts that can be compared whatever the order of the lines.

import type { Provides } from "../../model/index.js";
import { parseKeyValues } from "../key-values.js";

/** Lines that cannot be read count as nothing told: a rule of their own names them. */
export function factsOf(text: string): Provides {
  const parsed = parseKeyValues(text);
  return parsed.ok ? Object.fromEntries(parsed.values) : {};
}

export function isSame(a: Provides, b: Provides): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}

export function describeFacts(facts: Provides): string {
  const lines = Object.entries(facts).map(([key, value]) => `${key}=${value}`);
  return lines.length === 0 ? "nothing" : lines.join(", ");
}
