// A document's value in which every text is text: where the schema wants text, a plain number or truth value becomes what is
// written in the file. Everything else stays as YAML reads it; what does not fit is left for the schema to refuse.

import type { Diagnostic } from "../../base/index.js";
import type { FileRole } from "../document-types.js";
import { valueAt } from "../outline.js";
import { quote } from "../wording.js";
import { isNumberOrBoolean, warnOfOtherReading } from "../yaml/written.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";
import { innermostKey } from "./innermost-key.js";
import { schemaOf } from "./schemas.js";

interface Walk {
  readonly document: YamlDocument;
  /** By place: a text that aliases repeat is told once. */
  readonly warnings: Map<string, Diagnostic>;
}

/** The same document with the value that its schema is to check, and what is worth a warning about it. */
export function takeTextsAsWritten(
  role: FileRole,
  document: YamlDocument,
): { readonly document: YamlDocument; readonly warnings: readonly Diagnostic[] } {
  const walk: Walk = { document, warnings: new Map() };
  const value = take(walk, { schema: schemaOf(role), value: document.value, path: [] });
  return { document: { ...document, value }, warnings: [...walk.warnings.values()] };
}

interface Part {
  readonly schema: unknown;
  readonly value: unknown;
  readonly path: DocumentPath;
}

/** Copies: aliases may have put one list into places of which only some want text. */
function take(walk: Walk, { schema, value, path }: Part): unknown {
  if (isNumberOrBoolean(value)) return takesText(schema) ? takeText(walk, value, path) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = valueAt(schema, "items");
    return value.map((item: unknown, index) => take(walk, { schema: items, value: item, path: [...path, index] }));
  }
  const entries = Object.entries(value).map(([key, inner]) => {
    return [key, take(walk, { schema: schemaFor(schema, key), value: inner, path: [...path, key] })] as const;
  });
  return Object.fromEntries(entries);
}

/** Text alone, or text among others, as where one version or a list of versions may stand. */
function takesText(schema: unknown): boolean {
  const type = valueAt(schema, "type");
  return type === "string" || (Array.isArray(type) && type.includes("string"));
}

/** What JSON Schema applies to a key. */
function schemaFor(schema: unknown, key: string): unknown {
  const own = valueAt(valueAt(schema, "properties"), key);
  if (own !== undefined) return own;
  const patterns = Object.entries(Object(valueAt(schema, "patternProperties")));
  const [, ofPattern] = patterns.find(([pattern]) => new RegExp(pattern, "u").test(key)) ?? [];
  return ofPattern ?? valueAt(schema, "additionalProperties");
}

function takeText(walk: Walk, value: number | boolean, path: DocumentPath): unknown {
  const written = walk.document.writtenAt(path);
  if (written?.isPlain !== true) return value;
  const location = walk.document.locateValue(path);
  const warning = warnOfOtherReading(quote(innermostKey(path)), { text: written.text, value }, location);
  if (warning !== undefined) walk.warnings.set(`${location.line}:${location.column}`, warning);
  return written.text;
}
