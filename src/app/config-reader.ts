// Values of the configuration file, of the kinds that several of its keys have. A key inside of an object that nobody knows is
// refused: misspelt, something would be left out without a word.

import { didYouMean } from "../base/index.js";

export interface ConfigReader {
  readonly values: Values;
  /** A file that the configuration names, seen from its own folder. */
  absolute(path: string): string;
  refuse(message: string, hint: string): never;
}

export type Values = Readonly<Record<string, unknown>>;

export function objectIn(reader: ConfigReader, key: string, keys: readonly string[]): Values | undefined {
  const value = reader.values[key];
  return value === undefined ? undefined : knownKeys(reader, value, { where: key, keys });
}

export interface Allowed {
  readonly where: string;
  readonly keys: readonly string[];
}

export function knownKeys(reader: ConfigReader, value: unknown, { where, keys }: Allowed): Values {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return reader.refuse(`${where} is not an object`, `Write { "${keys[0]}": … }.`);
  }
  const unknown = Object.keys(value).find((key) => !keys.includes(key) && !key.startsWith("x-"));
  if (unknown === undefined) return { ...value };
  const hint = didYouMean(unknown, keys) ?? `There are ${keys.join(", ")}.`;
  return reader.refuse(`${where} has the key ${JSON.stringify(unknown.slice(0, 100))}, which is not known`, hint);
}

/** Empty text is as good as none. */
export function textIn(reader: ConfigReader, value: unknown, key: string): string | undefined {
  if (value === undefined || value === "") return undefined;
  return typeof value === "string" ? value : reader.refuse(`${key} is not a string`, "Write it in quotes.");
}

export function numberIn(reader: ConfigReader, value: unknown, key: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  return reader.refuse(`${key} is not a number above 0`, "Write a number, without quotes.");
}
