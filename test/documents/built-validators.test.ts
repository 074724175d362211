// The checking functions of the built program find exactly what those find that are compiled from the sources, which are all
// that the other tests here meet.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ErrorObject } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { type CompiledSchema, compileSchema, SCHEMA_FILES } from "../../src/documents/schema/compile-schema.js";
import { programPath, projectRoot } from "../support/index.js";

const folder = join(projectRoot, "test", "documents", "fixtures");
const load = createRequire(programPath);
const roles = Object.keys(SCHEMA_FILES).map((name) => name as keyof typeof SCHEMA_FILES);
const values = [null, 1, "text", [], {}, ...readdirSync(folder).flatMap(valuesOf)];

/** Nothing for a fixture that is about YAML itself. */
function valuesOf(name: string): readonly unknown[] {
  try {
    return [parse(readFileSync(join(folder, name), "utf8"), { logLevel: "error" })];
  } catch {
    return [];
  }
}

function errorsOf({ validate }: CompiledSchema, value: unknown): readonly ErrorObject[] {
  return validate(value) === true ? [] : (validate.errors ?? []);
}

test.each(roles)("%s", (role) => {
  const built: CompiledSchema = load(`./validators/${role}.cjs`);
  const compiled = compileSchema(role);
  expect(built.schema).toEqual(compiled.schema);
  for (const value of values) expect(errorsOf(built, value)).toEqual(errorsOf(compiled, value));
});

test("there is enough to compare", () => {
  expect(values.length).toBeGreaterThan(100);
});
