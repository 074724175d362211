// A JSON file that somebody else has written, read with suspicion: a regular file, of limited size, in UTF-8, an object. What is
// wrong with it is a finding with its place, or an absence; what the object means is for others.

import { constants } from "node:fs";
import { basename } from "node:path";
import { type Diagnostic, messageOf, type SourceLocation, systemCodeOf } from "../../base/index.js";
import { readRegularFile } from "../../durable/index.js";
import { JsonFault, type JsonNode, readJson } from "./json-text.js";

export const MAX_JSON_BYTES = 1024 * 1024;

export interface JsonFile {
  readonly path: string;
  readonly text: string;
  readonly root: JsonNode;
}

export type JsonParsing =
  | { readonly kind: "read"; readonly file: JsonFile }
  | { readonly kind: "unusable"; readonly fault: Diagnostic };
export type JsonReading = JsonParsing | { readonly kind: "absent" };

const BYTE_ORDER_MARK = "\ufeff";

/** A link is refused, too: it would read what somebody else means. */
export function readJsonFile(path: string): JsonReading {
  try {
    return parsed(path, readRegularFile(path, MAX_JSON_BYTES, constants.O_NOFOLLOW));
  } catch (thrown) {
    const code = systemCodeOf(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "absent" };
    return unusable(path, { reason: `it cannot be read: ${messageOf(thrown)}` });
  }
}

function parsed(path: string, bytes: Buffer): JsonParsing {
  const text = textOf(bytes);
  const hint = "Save it as UTF-8, without a byte order mark.";
  if (text === undefined) return unusable(path, { reason: "it is not UTF-8 text", hint });
  if (text.startsWith(BYTE_ORDER_MARK)) return unusable(path, { reason: "it begins with a byte order mark", hint });
  return parseJsonFile(path, text);
}

export function parseJsonFile(path: string, text: string): JsonParsing {
  try {
    const root = readJson(text);
    if (root.kind === "object") return { kind: "read", file: { path, text, root } };
    return unusable(path, { reason: "it is not an object in braces" });
  } catch (thrown) {
    if (!(thrown instanceof JsonFault)) throw thrown;
    const location = placeIn({ path, text }, thrown.offset);
    return unusable(path, { reason: `it is not JSON: ${thrown.message}`, location, hint: "Correct it." });
  }
}

/** Undefined for what is not UTF-8. A byte order mark stays. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function placeIn({ path, text }: Pick<JsonFile, "path" | "text">, offset: number): SourceLocation {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = text.indexOf("\n", offset);
  const lineText = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd).replace(/\r$/, "");
  const line = text.slice(0, lineStart).split("\n").length;
  return { file: path, line, column: offset - lineStart + 1, lineText };
}

interface Reason {
  readonly reason: string;
  readonly hint?: string;
  readonly location?: SourceLocation;
}

function unusable(path: string, reason: Reason): JsonParsing {
  return { kind: "unusable", fault: indexFault(path, reason) };
}

/** A finding about an index.json. */
export function indexFault(path: string, { reason, hint, location = { file: path } }: Reason): Diagnostic {
  const message = `${basename(path)} cannot be used: ${reason}`;
  return { code: "MODULES_INDEX_UNREADABLE", severity: "error", message, ...(hint && { hint }), location };
}
