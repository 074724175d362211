// How much a document may say about constraints: exactly so much is read, one more is refused.

import { describe, expect, test } from "vitest";
import { LIMITS, validateFiles } from "../../src/documents/index.js";
import { isLongRun } from "../support/index.js";
import { givenFiles } from "./given-files.js";

const HEAD = "api_version: mender/v1\nkind: manifest\nname: v\nsystem_types_compatible: [core]\ncomponent_types:\n";
const RTOS = "  rtos: { artifact_path: a, version: v0 }\n";

const list = (amount: number, text: (index: number) => string, separator = ""): string =>
  Array.from({ length: amount }, (_, index) => text(index)).join(separator);

async function codesOf(text: string): Promise<readonly string[]> {
  const files = givenFiles({ "m.yaml": text });
  const found = await validateFiles([files["m.yaml"]]);
  return [...new Set(found.map(({ code }) => code))];
}

const types = (amount: number): string => `${HEAD}${list(amount, (i) => `  t${i}: { artifact_path: a }\n`)}`;
const rows = (amount: number): string =>
  `${HEAD}${RTOS}constraints:\n  end_states:\n${list(amount, (i) => `  - { rtos: v${i} }\n`)}`;
const tables = (amount: number): string =>
  `${HEAD}${RTOS}constraints:\n  tables:\n${list(amount, (i) => `  - { name: t${i}, end_states: [{ rtos: v0 }] }\n`)}`;
const columns = (amount: number): string =>
  `${HEAD}${list(amount, (i) => `  t${i}: { artifact_path: a, version: v1 }\n`)}constraints: { end_states: [{${list(amount, (i) => `t${i}: v1`, ", ")}}] }\n`;
const columnsOfRows = (amount: number): string =>
  `${HEAD}${list(amount, (i) => `  t${i}: { artifact_path: a, version: v1 }\n`)}constraints:\n  end_states:\n${list(amount, (i) => `  - { t${i}: v1 }\n`)}`;
const versions = (amount: number): string =>
  `${HEAD}${RTOS}constraints: { end_states: [{ rtos: [${list(amount, (i) => `v${i}`, ", ")}] }] }\n`;
const longCell = (amount: number): string =>
  `${HEAD}${RTOS}constraints: { end_states: [{ rtos: [v0, ${"a".repeat(amount)}] }] }\n`;
const longVersion = (amount: number): string => `${HEAD}  rtos: { artifact_path: a, version: ${"a".repeat(amount)} }\n`;
const pairs = (amount: number): string =>
  `${HEAD}  rtos: { artifact_path: a, version: v0, moves: [${list(amount, (i) => `[v${i + 1}, v0]`, ", ")}] }\n`;
const stones = (amount: number): string =>
  `${HEAD}  rtos:\n    artifact_path: a\n    stepping_stones:\n${list(amount, (i) => `    - { version: v${i}, artifact_path: b }\n`)}`;
const requirements = (amount: number): string =>
  `${HEAD}${RTOS}constraints:\n  requires:\n${list(amount, () => '  - { type: rtos, version: "*", needs: { rtos: v0 } }\n')}`;

/** The large ones take seconds each; the everyday run has one of them. */
const CASES: readonly { name: string; make: (amount: number) => string; most: number; isSlow?: true }[] = [
  { name: "component types", make: types, most: 5000, isSlow: true },
  { name: "rows of a list", make: rows, most: 10_000 },
  { name: "tables", make: tables, most: 10_000, isSlow: true },
  { name: "columns of a row", make: columns, most: LIMITS.maxColumns },
  { name: "columns of a table", make: columnsOfRows, most: LIMITS.maxColumns },
  { name: "versions of a cell", make: versions, most: 1000 },
  { name: "characters of a cell", make: longCell, most: 200 },
  { name: "characters of a version", make: longVersion, most: 200 },
  { name: "pairs", make: pairs, most: 1000 },
  { name: "stepping stones", make: stones, most: 100 },
  { name: "requirements", make: requirements, most: 10_000, isSlow: true },
];

describe.each(CASES.filter(({ isSlow }) => isLongRun || isSlow !== true))("$name", ({ make, most }) => {
  test(`${most} are read`, async () => {
    const faults = (await codesOf(make(most))).filter((code) => !/UNCOVERED|ROW_TWICE|MORE_FAULTS/.test(code));
    expect(faults).toEqual([]);
  });

  test("one more is not", async () => {
    expect(await codesOf(make(most + 1))).toContain("MANIFEST_VALUE_INVALID");
  });
});

test.each([
  ["a limit on parallel calls", "update_strategy: { max_parallel: 1000001 }", "MANIFEST_MAX_PARALLEL_INVALID"],
  ["the largest", "update_strategy: { max_parallel: 1000000 }", undefined],
])("%s", async (_, entry, expected) => {
  expect((await codesOf(`${HEAD}  rtos:\n    artifact_path: a\n    ${entry}\n`))[0]).toBe(expected);
});

const TYPES = isLongRun ? 5000 : 500;

test("thousands of types in twice as many tables are one document", async () => {
  const name = (i: number): string => `t${i % TYPES}`;
  const body = list(TYPES, (i) => `  t${i}: { artifact_path: a.mender, version: v2 }\n`);
  const refused = (i: number): string =>
    `  - { name: x${i}, unlisted: acceptable, transition_states: [{ ${name(i)}: v2, ${name(i * 7 + 1)}: v1, acceptable: false }] }\n`;
  expect(await codesOf(`${HEAD}${body}constraints:\n  tables:\n${list(2 * TYPES, refused)}`)).toEqual([]);
});

test.each([
  [
    "ranges against ranges",
    (i: number) => `  - { a: ">=1.${i}", b: "<2.${i}"${i % 2 === 0 ? "" : ", acceptable: false"} }\n`,
  ],
  ["anything against anything", (i: number) => `  - { a: "*", b: v${i}${i % 2 === 0 ? "" : ", acceptable: false"} }\n`],
  [
    "rows that never meet",
    (i: number) => `  - { a: v${i}, b: ["<2", v${i}]${i % 2 === 0 ? "" : ", acceptable: false"} }\n`,
  ],
])("thousands of rows of %s are compared in a moment", async (_, row) => {
  const head = `${HEAD}  a: { artifact_path: a, version: v2 }\n  b: { artifact_path: a, version: v2 }\n`;
  const codes = await codesOf(`${head}constraints:\n  end_states:\n${list(isLongRun ? 4000 : 1000, row)}`);
  expect(codes.filter((code) => !/UNCOVERED|CONTRADICTION|MORE_FAULTS/.test(code))).toEqual([]);
});
