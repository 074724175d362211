// Documents made to hurt the program that reads them.

import { describe, expect, test } from "vitest";
import { LIMITS, loadManifest, loadTopology, validateFiles } from "../../src/documents/index.js";
import { brief, COMPONENTS_2024, givenFiles, MANIFEST_2024, TOPOLOGY_2026, TOPOLOGY_HEAD } from "./given-files.js";

async function codesOf(text: string): Promise<readonly string[]> {
  const files = givenFiles({ "m.yaml": text });
  return (await validateFiles([files["m.yaml"]])).map(({ code }) => code);
}

const repeat = (amount: number, text: (index: number) => string): string =>
  Array.from({ length: amount }, (_, index) => text(index)).join("");

describe("depth", () => {
  test.each([
    { name: "flow lists", text: "[".repeat(200_000) },
    { name: "flow maps", text: "{a: ".repeat(100_000) },
    { name: "lists on one line", text: "- ".repeat(200_000) },
    { name: "keys on one line", text: "a: ".repeat(100_000) },
    { name: "questions on one line", text: "? ".repeat(100_000) },
    { name: "keys below each other", text: repeat(1000, (i) => `${" ".repeat(i)}a:\n`) },
    { name: "lists below each other", text: repeat(1000, (i) => `${" ".repeat(i)}-\n`) },
    { name: "lists at the column of their keys", text: repeat(500, (i) => `${"  ".repeat(i)}a:\n${"  ".repeat(i)}- `) },
  ])("$name", async ({ text }) => {
    expect((await codesOf(text))[0]).toMatch(/^MANIFEST_(TOO_DEEP|SYNTAX)$/);
  });

  test.each([
    { name: "a closing bracket too many, a thousand times", text: `${TOPOLOGY_2026}x-a: ${"]".repeat(1000)}` },
    { name: "brackets inside quotes do not count", text: `${TOPOLOGY_2026}x-a: "${"[".repeat(1000)}"\n` },
    { name: "nor in comments", text: `${TOPOLOGY_2026}# ${"[".repeat(1000)}\n` },
    { name: "nor in block text", text: `${TOPOLOGY_2026}x-a: |\n  ${"[".repeat(1000)}\n` },
  ])("$name", async ({ text }) => {
    expect(await codesOf(text)).not.toContain("MANIFEST_TOO_DEEP");
  });
});

describe("amount", () => {
  test.each([
    { name: "tokens", text: `${TOPOLOGY_2026}x-a: [${"1,".repeat(450_000)}]`, code: "MANIFEST_TOO_LARGE" },
    {
      name: "values",
      text: `${TOPOLOGY_2026}x-a:\n${"- 1\n".repeat(40_000)}x-b: [${"'',".repeat(2)}]\n`,
      code: undefined,
    },
    { name: "keys", text: `${TOPOLOGY_2026}x-a:\n${repeat(20_000, (i) => ` k${i}: 1\n`)}`, code: undefined },
    {
      name: "unknown keys",
      text: `${TOPOLOGY_2026}${repeat(20_000, (i) => `k${i}: 1\n`)}`,
      code: "MANIFEST_UNKNOWN_KEY",
    },
    { name: "anchors", text: `${TOPOLOGY_2026}x-a:\n${repeat(20_000, (i) => `- &a${i} 1\n`)}`, code: undefined },
    {
      name: "aliases",
      text: `${TOPOLOGY_2026}x-a: &a 1\nx-b:\n${"- *a\n".repeat(20_000)}`,
      code: "MANIFEST_ALIAS_LIMIT",
    },
    { name: "documents", text: "---\na\n".repeat(10_000), code: "MANIFEST_MULTIPLE_DOCUMENTS" },
    {
      name: "wrong items",
      text: `${TOPOLOGY_HEAD}system_type: a\ncomponents:\n${"- 1\n".repeat(60_000)}`,
      code: "MANIFEST_WRONG_TYPE",
    },
    { name: "tabs", text: `${TOPOLOGY_2026}${"\tx\n".repeat(20_000)}`, code: "MANIFEST_SYNTAX" },
  ])("$name", async ({ text, code }) => {
    const codes = await codesOf(text);
    expect(codes.length).toBeLessThanOrEqual(LIMITS.maxFaults + 1);
    expect(codes[0]).toBe(code);
  });

  test("faults beyond the limit are counted, not listed", async () => {
    const codes = await codesOf(`${TOPOLOGY_2026}${repeat(150, (i) => `k${i}: 1\n`)}`);
    expect(codes.length).toBe(101);
    expect(codes.at(-1)).toBe("MANIFEST_MORE_FAULTS");
  });

  test.each([
    { amount: LIMITS.maxComponents, expected: [] },
    {
      amount: LIMITS.maxComponents + 1,
      expected: [`m.yaml:${LIMITS.maxComponents + 5}:3 error MANIFEST_TOO_MANY_COMPONENTS`],
    },
  ])("$amount components", async ({ amount, expected }) => {
    const text = `${TOPOLOGY_HEAD}system_type: core\ncomponents:\n${"- component_type: rtos\n".repeat(amount)}`;
    const files = givenFiles({ "m.yaml": text });
    expect(brief(await validateFiles([files["m.yaml"]]))).toEqual(expected);
  });

  test("long words are told in short, and not compared letter by letter", async () => {
    const long = (letter: string): string => letter.repeat(200_000);
    const text = `${MANIFEST_2024}  ? ${long("a")}\n  : artifact_path: a\n  ? ${long("1")}\n  : 1\ncomponents:\n  - component_type: ${long("b")}\n    id: ${long("2")}\n`;
    const files = givenFiles({ "m.yaml": text });
    const found = await validateFiles([files["m.yaml"]]);
    expect(found.length).toBeGreaterThan(3);
    for (const { message, hint } of found) expect(message.length + (hint?.length ?? 0)).toBeLessThan(400);
  });

  test("a long line is one line", async () => {
    const files = givenFiles({ "m.yaml": `${TOPOLOGY_HEAD}system_type: [${"a".repeat(900_000)}]\n` });
    expect(brief(await validateFiles([files["m.yaml"]]))).toEqual(["m.yaml:3:14 error MANIFEST_WRONG_TYPE"]);
  });
});

describe("prototypes", () => {
  const polluted = (): unknown => Reflect.get({}, "polluted");

  test.each([
    "__proto__: {polluted: 1}",
    '"__proto__": {polluted: 1}',
    '"\\x5f_proto__": {polluted: 1}',
    "constructor: {prototype: {polluted: 1}}",
    "x-a: {__proto__: {polluted: 1}}",
    "x-a: &a {polluted: 1}\n__proto__: *a",
    "x-a: [{constructor: {prototype: {polluted: 1}}}]",
  ])("%s", async (line) => {
    const files = givenFiles({ "topology.yaml": `${TOPOLOGY_2026}${line}\n` });
    const loaded = await loadTopology({ topologyPath: files["topology.yaml"] });
    expect(loaded.ok ? [] : loaded.diagnostics.map(({ code }) => code)).toContain("MANIFEST_FORBIDDEN_KEY");
    expect(polluted()).toBeUndefined();
  });

  test("__proto__ as a value, an id and an argument is only text", async () => {
    const text = (MANIFEST_2024 + COMPONENTS_2024).replace("R456", "__proto__").replace("arg1", "__proto__");
    const files = givenFiles({ "manifest.yaml": text });
    const loaded = await loadManifest({ manifestPath: files["manifest.yaml"] });
    expect(loaded.ok && loaded.topology.components).toMatchObject([
      { interfaceArgs: ["__proto__", "2"] },
      { id: "__proto__" },
    ]);
  });

  test.each(["toString", "hasOwnProperty", "valueOf", "__defineGetter__"])(
    "a type called %s is a type",
    async (type) => {
      const text = (MANIFEST_2024 + COMPONENTS_2024)
        .replaceAll("rtos:", `${type}:`)
        .replaceAll(": rtos\n", `: ${type}\n`);
      const files = givenFiles({ "manifest.yaml": text });
      const loaded = await loadManifest({ manifestPath: files["manifest.yaml"] });
      expect(loaded).toMatchObject({ ok: true, topology: { components: [{}, { type, interfaceName: type }] } });
    },
  );

  test.each(["toString", "valueOf"])("a component of the type %s without an entry is a fault", async (type) => {
    const text = (MANIFEST_2024 + COMPONENTS_2024).replace("component_type: rtos", `component_type: ${type}`);
    expect(await codesOf(text)).toContain("MANIFEST_UNKNOWN_COMPONENT_TYPE");
  });
});

describe("directives and tags do not change what a value is", () => {
  test("a document that asks for YAML 1.1 is read as YAML 1.2", async () => {
    const files = givenFiles({ "m.yaml": `%YAML 1.1\n---\n${TOPOLOGY_2026.replace('"1"', "yes, 0o7")}` });
    expect(brief(await validateFiles([files["m.yaml"]]))).toEqual(["m.yaml:10:27 warning MANIFEST_TEXT_UNQUOTED"]);
  });

  test.each([
    "!!binary aGk=",
    "!!set {a}",
    "!!js/function 'x'",
    "!<tag:example.com,2000:x> a",
    "!!timestamp 2001-01-01",
  ])("%s is refused", async (value) => {
    expect((await codesOf(`${TOPOLOGY_2026}x-a: ${value}\n`))[0]).toBe("MANIFEST_SYNTAX");
  });

  test("!!str says what quotes say", async () => {
    expect(await codesOf(TOPOLOGY_2026.replace('"1"', "!!str 1"))).toEqual([]);
  });
});
