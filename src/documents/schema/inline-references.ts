// A schema with every `$ref` replaced by what it refers to. A validator that calls another one for each reference copies
// the list of all errors so far on each call: a list of 60,000 wrong items then takes half a minute instead of a moment.

import { invariant } from "../../base/index.js";

type Json = Readonly<Record<string, unknown>>;

/** `files` are the schemas by file name. References must not form a circle; our documents have no recursive parts. */
export function inlineReferences(files: Readonly<Record<string, Json>>, fileName: string): Json {
  const file = files[fileName];
  invariant(file !== undefined, `no schema ${fileName}`);
  const { definitions: _, ...schema } = file;
  return inlineMap(files, fileName, schema);
}

function inline(files: Readonly<Record<string, Json>>, fileName: string, part: unknown): unknown {
  if (Array.isArray(part)) return part.map((item) => inline(files, fileName, item));
  return isMap(part) ? inlineMap(files, fileName, part) : part;
}

/** What stands beside a `$ref`, such as a description of its own, wins over what is referred to. */
function inlineMap(files: Readonly<Record<string, Json>>, fileName: string, map: Json): Json {
  const { $ref: reference, ...own } = map;
  const entries = Object.entries(own).map(([key, part]) => [key, inline(files, fileName, part)] as const);
  if (typeof reference !== "string") return Object.fromEntries(entries);
  return { ...resolve(files, fileName, reference), ...Object.fromEntries(entries) };
}

function resolve(files: Readonly<Record<string, Json>>, fileName: string, reference: string): Json {
  const [targetName = "", pointer = ""] = reference.split("#");
  const name = targetName === "" ? fileName : targetName;
  const steps = pointer.split("/").slice(1);
  const target = steps.reduce<unknown>((part, step) => (isMap(part) ? part[step] : undefined), files[name]);
  invariant(isMap(target), `${fileName} refers to ${reference}, which does not exist`);
  return inlineMap(files, name, target);
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
