// The schemas as documents of their own: examples that hold, help for editors, codes that exist.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { CATALOGUE } from "../../src/base/index.js";
import { validateFiles } from "../../src/documents/index.js";
import { projectRoot } from "../support/index.js";
import { givenFiles } from "./given-files.js";

type Schema = Readonly<Record<string, unknown>>;

const folder = join(projectRoot, "schemas");
const schemas = readdirSync(folder)
  .filter((name) => name.endsWith(".schema.json") && name !== "plan.schema.json")
  .map((name): { name: string; schema: Schema } => ({
    name,
    schema: JSON.parse(readFileSync(join(folder, name), "utf8")),
  }));
const documents = schemas.filter(({ name }) => name !== "definitions.schema.json");

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every value under this key, at any depth. */
function findAll(value: unknown, key: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => findAll(item, key));
  if (!isSchema(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...findAll(inner, key)]);
}

describe.each(schemas)("$name", ({ schema }) => {
  test("is a JSON Schema", () => {
    const ajv = new Ajv();
    expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
  });

  test("has a title, and every property says what it is", () => {
    expect(schema["title"]).toBeTruthy();
    const undescribed = findAll(schema, "properties")
      .flatMap((properties) => (isSchema(properties) ? Object.entries(properties) : []))
      .filter(([, property]) => isSchema(property) && !("description" in property) && !("$ref" in property));
    expect(undescribed).toEqual([]);
  });

  test("every map refuses unknown keys and lets keys with x- pass", () => {
    const open = findAll({ root: schema }, "root")
      .concat(
        findAll(schema, "definitions").flatMap((definitions) =>
          isSchema(definitions) ? Object.values(definitions) : [],
        ),
      )
      .filter((part) => isSchema(part) && part["type"] === "object")
      .filter(
        (part) => isSchema(part) && (part["additionalProperties"] !== false || !isSchema(part["patternProperties"])),
      );
    expect(open).toEqual([]);
  });

  test("every code that a rule stands for is in the catalogue", () => {
    for (const codes of findAll(schema, "x-code").filter(isSchema)) {
      for (const code of Object.values(codes)) expect(Object.keys(CATALOGUE)).toContain(code);
    }
  });
});

test.each(documents)("$name: its examples are sound", async ({ schema }) => {
  const examples = Array.isArray(schema["examples"]) ? schema["examples"] : [];
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const files = givenFiles({ "example.yaml": stringify(example) });
    const found = await validateFiles([files["example.yaml"]]);
    expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
  }
});
