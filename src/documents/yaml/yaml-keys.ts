// Which keys a map may have, whatever the document is about: text, each once, and none that programs give a meaning to. A
// number or a truth value is the text that is written.

import { isNode, isScalar } from "yaml";
import type { Diagnostic, SourceLocation } from "../../base/index.js";
import { fault } from "../fault.js";
import { quote } from "../wording.js";
import type { SourceText } from "./source-text.js";
import { isNumberOrBoolean, warnOfOtherReading, writtenOf } from "./written.js";

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** The keys of one map, checked one after the other. */
export interface KeyContext {
  readonly source: SourceText;
  /** Keys of the same map so far; this function adds to it. */
  readonly seen: Map<string, unknown>;
}

/** Makes a key that YAML reads as something else the text that is written; the warning, where that prints differently. */
export function takeKeyAsWritten(source: SourceText, key: unknown): Diagnostic | undefined {
  const written = writtenOf(key);
  if (written?.isPlain !== true || !isScalar(key) || !isNumberOrBoolean(key.value)) return undefined;
  const { text } = written;
  const warning = warnOfOtherReading("The key", { text, value: key.value }, placeOf(source, key));
  key.value = text;
  return warning;
}

/** The fault of a key, or undefined. */
export function refuseKey(key: unknown, { source, seen }: KeyContext): Diagnostic | undefined {
  const name = isScalar(key) ? key.value : undefined;
  if (typeof name !== "string") return keyIsNotText(source, key);
  if (FORBIDDEN_KEYS.has(name)) {
    const hint = "Choose another name: this one has a meaning inside many programs.";
    const message = `${quote(name)} cannot be used as a key`;
    return fault({ code: "MANIFEST_FORBIDDEN_KEY", message, hint, location: placeOf(source, key) });
  }
  const earlier = seen.get(name);
  if (earlier !== undefined) return duplicateKey(source, name, { earlier, key });
  seen.set(name, key);
  return undefined;
}

function duplicateKey(
  source: SourceText,
  name: string,
  { earlier, key }: { readonly earlier: unknown; readonly key: unknown },
): Diagnostic {
  const { line } = placeOf(source, earlier);
  return fault({
    code: "MANIFEST_DUPLICATE_KEY",
    message: `The key ${quote(name)} stands twice in this map, first on line ${line}`,
    hint: "Remove or rename one of the two.",
    location: placeOf(source, key),
  });
}

function keyIsNotText(source: SourceText, key: unknown): Diagnostic {
  const hint = "Write KEY: VALUE with a plain word as the key.";
  return fault({ code: "MANIFEST_WRONG_TYPE", message: "A key must be text", hint, location: placeOf(source, key) });
}

/** Where a node stands; the beginning of the file for one that is not written. */
export function placeOf(source: SourceText, node: unknown): SourceLocation {
  const range = isNode(node) ? node.range : undefined;
  return source.locate(range?.[0] ?? 0, range?.[1] ?? undefined);
}
