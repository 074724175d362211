// What an interface printed, fit for one line of a table.

import { printable } from "../output.js";

const LONGEST = 200;

export function quoted(text: string): string {
  const trimmed = text.trim();
  const cut = trimmed.length > LONGEST ? `${trimmed.slice(0, LONGEST)}…` : trimmed;
  return `"${printable(cut.replaceAll("\n", " ⏎ "))}"`;
}
