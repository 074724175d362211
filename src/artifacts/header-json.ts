// Checked reading of the JSON texts in an artifact's header: the shapes that header-info and type-info use, nothing more.

import { messageOf } from "../base/index.js";
import { fault } from "./fault.js";
import { structuralFault } from "./json-structure.js";

export type JsonObject = Readonly<Record<string, unknown>>;

export function parseObject(text: string, what: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw fault("ARTIFACT_HEADER_INVALID", `${what} is not JSON: ${messageOf(thrown)}`, thrown);
  }
  const reason = structuralFault(text);
  if (reason !== undefined) throw fault("ARTIFACT_HEADER_INVALID", `${what}: ${reason}`);
  return objectAt(value, what);
}

export function objectAt(value: unknown, what: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(what, "an object");
  return value as JsonObject;
}

/** Null and absent are the same: writers differ. */
export function optional<T>(value: unknown, read: (present: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

/** One line of text: it goes into files and answers that are read by lines. */
export function lineAt(value: unknown, what: string): string {
  if (typeof value !== "string") throw wrong(what, "a string");
  if (/[\0\r\n]/.test(value)) throw wrong(what, "one line of text");
  return value;
}

export function linesAt(value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value)) throw wrong(what, "a list of strings");
  return value.map((entry) => lineAt(entry, what));
}

/** An object whose values are strings. */
export function stringsAt(value: unknown, what: string): Readonly<Record<string, string>> {
  return mapped(value, what, lineAt);
}

/** An object whose values are strings or lists of strings; a string becomes a list of one. */
export function alternativesAt(value: unknown, what: string): Readonly<Record<string, readonly string[]>> {
  return mapped(value, what, (entry, key) => (typeof entry === "string" ? [lineAt(entry, key)] : linesAt(entry, key)));
}

function mapped<T>(
  value: unknown,
  what: string,
  read: (entry: unknown, what: string) => T,
): Readonly<Record<string, T>> {
  const entries = Object.entries(objectAt(value, what));
  // fromEntries makes own properties of every key, `__proto__` included.
  return Object.fromEntries(
    entries.map(([key, entry]) => [lineAt(key, `a key of ${what}`), read(entry, `${what}.${key}`)]),
  );
}

function wrong(what: string, wanted: string) {
  return fault("ARTIFACT_HEADER_INVALID", `${what} is not ${wanted}`);
}
