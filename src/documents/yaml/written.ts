// Scalars as they stand in the file. What YAML reads as a number, or as true or false, was meant as text where text is
// needed, and the text is what is written, not what the value prints as (docs/decisions/0007).

import { isScalar, Scalar } from "yaml";
import type { Diagnostic, SourceLocation } from "../../base/index.js";
import { warning } from "../fault.js";
import { clip, quote } from "../wording.js";

/** One scalar, without its quotes. */
export interface Written {
  readonly text: string;
  /** Neither quoted nor tagged: the author has said nothing about its type. */
  readonly isPlain: boolean;
}

export function writtenOf(node: unknown): Written | undefined {
  if (!isScalar(node) || node.source === undefined) return undefined;
  return { text: node.source, isPlain: node.type === Scalar.PLAIN && node.tag === undefined };
}

export function isNumberOrBoolean(value: unknown): value is number | boolean {
  return typeof value === "number" || typeof value === "boolean";
}

/** The warning where other readers of YAML would see something else; undefined where all see the same. */
export function warnOfOtherReading(
  what: string,
  { text, value }: { readonly text: string; readonly value: number | boolean },
  location: SourceLocation,
): Diagnostic | undefined {
  if (String(value) === text) return undefined;
  return warning({
    code: "MANIFEST_TEXT_UNQUOTED",
    message: `${what} is taken as the text ${quote(text)}, as it is written; other YAML readers see the ${typeof value === "number" ? "number" : "truth value"} ${value}`,
    hint: `Write it in quotes: "${clip(text)}".`,
    location,
  });
}
