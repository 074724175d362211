// Which keys a map may have, whatever the document is about: text, each once, and none that programs give a meaning to.

import { isNode, isScalar } from "yaml";
import type { Diagnostic, SourceLocation } from "../../base/index.js";
import { fault } from "../fault.js";
import { clip, quote, typeOf } from "../wording.js";
import type { SourceText } from "./source-text.js";

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** The keys of one map, checked one after the other. */
export interface KeyContext {
  readonly source: SourceText;
  /** Inside a key that begins with `x-`, where numbers may be keys. */
  readonly isExtension: boolean;
  /** Keys of the same map so far; this function adds to it. */
  readonly seen: Map<string, unknown>;
}

/** The fault of a key, or undefined. */
export function refuseKey(key: unknown, { source, isExtension, seen }: KeyContext): Diagnostic | undefined {
  const written = isScalar(key) ? key.value : undefined;
  const name = isExtension && typeof written === "number" ? String(written) : written;
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
  const location = placeOf(source, key);
  if (isScalar(key) && key.value !== null && key.source !== undefined) {
    const message = `The key ${clip(key.source)} is read as ${typeOf(key.value)}, and a key must be text`;
    return fault({
      code: "MANIFEST_TEXT_UNQUOTED",
      message,
      hint: `Write it in quotes: "${clip(key.source)}".`,
      location,
    });
  }
  const hint = "Write KEY: VALUE with a plain word as the key.";
  return fault({ code: "MANIFEST_WRONG_TYPE", message: "A key must be text", hint, location });
}

/** Where a node stands; the beginning of the file for one that is not written. */
export function placeOf(source: SourceText, node: unknown): SourceLocation {
  const range = isNode(node) ? node.range : undefined;
  return source.locate(range?.[0] ?? 0, range?.[1] ?? undefined);
}
