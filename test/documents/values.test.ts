// Values that a manifest must not hold, by key: what is refused, as what.

import { expect, test } from "vitest";
import { validateFiles } from "../../src/documents/index.js";
import { givenFiles } from "./given-files.js";

const HEAD = 'api_version: mender/v1\nkind: update_manifest\nversion: "v1"\ncomponent_types:\n  rtos:\n';

async function codesOf(text: string): Promise<readonly string[]> {
  const files = givenFiles({ "m.yaml": text });
  return (await validateFiles([files["m.yaml"]])).map(({ code }) => code);
}

const withOrder = (order: string): string =>
  `${HEAD}    artifact_path: a\n    update_strategy:\n      order: ${order}\n`;

test.each(["1", "10", "100"])("order %s passes", async (order) => {
  expect(await codesOf(withOrder(order))).toEqual([]);
});

test.each([
  ['"10"', 'but "10" is text in quotes'],
  ['""', 'but "" is text in quotes'],
  ["ten", 'but "ten" is text'],
  ["", "but it is empty"],
  ["~", "but it is empty"],
  ["10.0", "not 10.0"],
  ["1e1", "not 1e1"],
  ["500", "not 500"],
  ["[10]", "not a list"],
])("of order %j is said what it is instead", async (order, words) => {
  const files = givenFiles({ "manifest.yaml": withOrder(order) });
  const [only] = await validateFiles([files["manifest.yaml"]]);
  expect(only?.message).toBe(`"order" must be a whole number from 1 to 100, ${words}`);
});

test.each([
  "0",
  "101",
  "-1",
  "1.5",
  '"10"',
  '"1e1"',
  "1e1",
  "10.0",
  "0x0A",
  "0o12",
  "010",
  "+10",
  "ten",
  ".inf",
  ".nan",
  "[10]",
  "{}",
  "~",
  "true",
  "99999999999999999999",
])("order %s is refused", async (order) => {
  expect(await codesOf(withOrder(order))).toEqual(["MANIFEST_ORDER_INVALID"]);
});

const withId = (id: string): string =>
  `${HEAD}    artifact_path: a\ncomponents:\n  - component_type: rtos\n    id: ${id}\n`;

test.each([
  "R1",
  "a.b",
  "...",
  "..a",
  "-rf",
  '"with space"',
  "é",
  `${"x".repeat(100)}`,
  `${"é".repeat(50)}`,
  "'C:'",
  "constructor",
])("id %s passes", async (id) => {
  expect(await codesOf(withId(id))).toEqual([]);
});

test.each([
  '"../x"',
  '".."',
  '"."',
  '""',
  "/etc",
  "a/b",
  "a/",
  '"a\\nb"',
  '"a\\tb"',
  '"a\\x7fb"',
  '"a\\x85b"',
  '"a\\u2028b"',
  "a=b",
  "x".repeat(101),
  "é".repeat(51),
  "🙂".repeat(26),
])("id %s is refused", async (id) => {
  expect(await codesOf(withId(id))).toEqual(["MANIFEST_NAME_UNSAFE"]);
});

test.each(['"\\0"', '"a\\0b"', '"\\uD800"', '"\\uDC00\\uD800"'])("text %s is refused everywhere", async (text) => {
  expect(await codesOf(withId(text))).toEqual(["MANIFEST_VALUE_INVALID"]);
});

test.each([
  { where: "too many arguments", value: `[${Array(101).fill('"a"').join(", ")}]`, code: "MANIFEST_VALUE_INVALID" },
  { where: "an argument that is too long", value: `["${"a".repeat(4097)}"]`, code: "MANIFEST_VALUE_INVALID" },
  { where: "arguments as one text", value: '"a b"', code: "MANIFEST_WRONG_TYPE" },
  { where: "an argument that is a list", value: "[[a]]", code: "MANIFEST_WRONG_TYPE" },
  { where: "an argument that is empty", value: "[~]", code: "MANIFEST_WRONG_TYPE" },
])("args: $where", async ({ value, code }) => {
  expect(await codesOf(`${withId("R1")}    args: ${value}\n`)).toEqual([code]);
});
