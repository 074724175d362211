// Reads JSON that somebody else has written, piece by piece, each with a check. The text was limited in size before.

import type { Json } from "./canonical-json.js";

export type JsonObject = { readonly [key: string]: Json };

/** Says what is wrong; whoever catches it knows which file it is about. */
export class Malformed extends Error {}

export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Malformed("it is not JSON");
  }
}

export function objectIn(value: Json | undefined, what: string): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Malformed(`${what} is not an object`);
}

export function listIn(value: Json | undefined, what: string, most: number): readonly Json[] {
  if (!Array.isArray(value)) throw new Malformed(`${what} is not a list`);
  if (value.length > most) throw new Malformed(`${what} has ${value.length} entries, and may have ${most}`);
  return value;
}

export function textIn(value: Json | undefined, what: string, pattern: RegExp): string {
  if (typeof value === "string" && pattern.test(value)) return value;
  throw new Malformed(`${what} is not ${value === undefined ? "there" : "what it must be"}`);
}

export function wholeIn(value: Json | undefined, what: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw new Malformed(`${what} is not a whole number of at least 1`);
}
