// Rows of a table in their author's words.

import { basename } from "node:path";
import type { SourceLocation } from "../../../base/index.js";
import type { Cell } from "../../../model/index.js";
import { printable } from "../text.js";

/** `(manifest.yaml:21)` */
export function placeText({ file, line }: SourceLocation): string {
  return `(${printable(basename(file))}${line === undefined ? "" : `:${line}`})`;
}

/** `gateway >=2.0, rtos 2.x`; a type that is not named may have any version. */
export function cellsText(cells: Readonly<Record<string, Cell>>): string {
  const texts = Object.entries(cells).map(([type, { text }]) => `${printable(type)} ${printable(text)}`);
  return texts.length === 0 ? "any combination" : texts.join(", ");
}
