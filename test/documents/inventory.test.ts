// Inventories: short ones in YAML or JSON, and long ones that are read piece by piece, with the same rules for both.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LIMITS, loadInventory, validateFiles } from "../../src/documents/index.js";
import { temporaryFolder } from "../support/index.js";
import { brief, givenFiles } from "./given-files.js";

const HEAD = "api_version: mender/v1\nkind: inventory\ncomponents:\n";

async function groupsOf(path: string) {
  const loaded = await loadInventory(path);
  return loaded.ok ? loaded.inventory.groups : brief(loaded.diagnostics);
}

test("components alike are one group, however their version is written", async () => {
  const files = givenFiles({
    "inventory.yaml": `${HEAD}  - { component_type: gateway, id: G1, version: "v1" }
  - { component_type: rtos, count: 5, version: 1.0.0 }
  - { component_type: rtos, id: R1, version: "v1" }
  - { component_type: rtos, id: R2, version: "1.0", target: "v2" }
  - { component_type: rtos, id: R3, version: blue }
`,
  });
  expect(await groupsOf(files["inventory.yaml"])).toEqual([
    { type: "gateway", version: "1.0.0", versionText: "v1", count: 1, ids: ["G1"] },
    { type: "rtos", version: "1.0.0", versionText: "1.0.0", count: 6, ids: ["R1"] },
    { type: "rtos", version: "1.0.0", versionText: "1.0", target: "2.0.0", targetText: "v2", count: 1, ids: ["R2"] },
    { type: "rtos", version: "blue", versionText: "blue", count: 1, ids: ["R3"] },
  ]);
});

test("an inventory and a system's own constraints need no api_version", async () => {
  const files = givenFiles({
    "inventory.yaml": "kind: inventory\ncomponents:\n  - { component_type: rtos, count: 2, version: v1 }\n",
    "constraints.yaml": "kind: constraints\nconstraints:\n  end_states:\n    - { rtos: v1 }\n",
  });
  expect(await groupsOf(files["inventory.yaml"])).toMatchObject([{ type: "rtos", count: 2 }]);
  expect(await validateFiles([files["constraints.yaml"]])).toEqual([]);
});

test("JSON is read like YAML, a number as it is written", async () => {
  const components = '[{"component_type":"rtos","count":1000000,"version":1.10}]';
  const files = givenFiles({ "i.json": `{"api_version":"mender/v1","kind":"inventory","components":${components}}` });
  const loaded = await loadInventory(files["i.json"]);
  expect(loaded).toMatchObject({ ok: true, inventory: { groups: [{ versionText: "1.10", count: 1_000_000 }] } });
  expect(brief(loaded.ok ? loaded.warnings : [])).toEqual(["i.json:1:112 warning MANIFEST_TEXT_UNQUOTED"]);
});

test.each([
  ["no file", "missing.yaml", "", ["missing.yaml error MANIFEST_UNREADABLE"]],
  [
    "another kind",
    "i.yaml",
    "api_version: mender/v1\nkind: topology\nsystem_type: a\n",
    ["i.yaml:2:7 error MANIFEST_KIND_UNEXPECTED"],
  ],
])("%s", async (_, name, text, expected) => {
  const folder = temporaryFolder();
  if (text !== "") writeFileSync(join(folder, name), text);
  expect(await groupsOf(join(folder, name))).toEqual(expected);
});

describe("a long inventory", () => {
  const entry = (index: number): string => `{"component_type":"node","id":"N${index}","version":"1.${index % 2}.0"}`;
  const HEAD_JSON = '{\n "api_version": "mender/v1", "x-list": [["]", {}]],\n "kind": "inventory",\n "components": [\n';
  const entries = Array.from({ length: 40_000 }, (_, index) => entry(index));
  const FIRST_LINE = 5;

  function write(lines: readonly string[], { head = HEAD_JSON, tail = '\n], "x-after": 1}\n' } = {}): string {
    const path = join(temporaryFolder(), "inventory.json");
    writeFileSync(path, `${head}${lines.join(",\n")}${tail}`);
    return path;
  }

  function withEntry(at: number, text: string): string {
    return write(entries.map((line, index) => (index === at ? text : line)));
  }

  test("is longer than other documents may be, and counted", async () => {
    const path = write(entries);
    expect(entries.join(",\n").length).toBeGreaterThan(LIMITS.maxSizeBytes);
    const groups = await groupsOf(path);
    expect(groups).toMatchObject([
      { type: "node", version: "1.0.0", count: 20_000 },
      { type: "node", version: "1.1.0", count: 20_000 },
    ]);
    expect(groups.flatMap((group) => (typeof group === "string" ? [] : group.ids)).length).toBe(40_000);
    expect(await validateFiles([path])).toEqual([]);
  });

  test.each([
    ["letters of any script", '{"component_type":"node","id":"Ñandú 7 – \\u00e9","version":"β"}'],
    ["brackets and quotes in texts", '{"component_type":"node","id":"a]}\\"[{\\\\","version":"}"}'],
    ["keys of one's own", '{"component_type":"node","id":"a","version":"5","x-a":{"b":[1,{"c":[]}]}}'],
    ["a number of components", '{"component_type":"node","count":12,"version":"9"}'],
    ["several lines", '{\n"component_type"\n:"node",\n\n"id":"a","version":"7"\n}'],
  ])("takes %s", async (_, text) => {
    expect((await groupsOf(withEntry(30_000, text))).length).toBe(3);
  });

  test.each([
    ["an unquoted version", 20_000, '{"component_type":"node","id":"a","version":7}', []],
    ["no version", 39_999, '{"component_type":"node","id":"a"}', ["1 error MANIFEST_MISSING_KEY"]],
    [
      "an unknown key",
      0,
      '{"component_type":"node","id":"a","version":"1","color":1}',
      ["49 error MANIFEST_UNKNOWN_KEY"],
    ],
    ["an unsafe id", 7, '{"component_type":"node","id":"a/b","version":"1"}', ["31 error MANIFEST_NAME_UNSAFE"]],
    ["no id", 7, '{"component_type":"node","version":"1"}', ["1 error INVENTORY_ID_OR_COUNT"]],
    ["a count of none", 7, '{"component_type":"node","count":0,"version":"1"}', ["34 error MANIFEST_VALUE_INVALID"]],
    ["a number", 12, "7", ["1 error MANIFEST_WRONG_TYPE"]],
    ["nothing", 30_000, "null", ["1 error MANIFEST_WRONG_TYPE"]],
    ["an id again", 30_000, entry(3), ["1 error MANIFEST_DUPLICATE_COMPONENT"]],
    [
      "a prototype",
      30_000,
      '{"component_type":"node","id":"a","version":"1","__proto__":{}}',
      ["49 error MANIFEST_FORBIDDEN_KEY"],
    ],
    [
      "half a character",
      30_000,
      '{"component_type":"node","id":"\\ud800","version":"1"}',
      ["31 error MANIFEST_VALUE_INVALID"],
    ],
  ])("with %s as entry %i says so at its place", async (_, at, text, expected) => {
    const loaded = await loadInventory(withEntry(at, text));
    const places = expected.map((place) => `inventory.json:${FIRST_LINE + at}:${place}`);
    expect(loaded.ok ? [] : brief(loaded.diagnostics)).toEqual(places);
    if (loaded.ok) expect(loaded.warnings).toEqual([]);
  });

  test.each([
    ["no comma", `${entry(-1)} ${entry(-2)}`, /SYNTAX/],
    ["two commas", `${entry(-1)},`, /SYNTAX/],
    ["a bracket too many", `${entry(-1)}}`, /SYNTAX|TOO_LARGE/],
    ["a quote too many", `${entry(-1)}"`, /SYNTAX/],
  ])("with %s is refused", async (_, text, codes) => {
    for (const at of [0, 30_000]) {
      const loaded = await loadInventory(withEntry(at, text));
      expect(loaded.ok ? "fine" : loaded.diagnostics[0]?.code).toMatch(codes);
    }
  });

  test.each([
    ["of another kind", { head: HEAD_JSON.replace('"inventory"', '"topology"') }],
    ["without a kind", { head: HEAD_JSON.replace('"kind"', '"kin"') }],
    ["with keys that no inventory has", { head: HEAD_JSON.replace('"x-list"', '"list"') }],
    ["that ends too early", { tail: "\n" }],
    ["with a list too many", { tail: '\n], "components": []}' }],
    ["with something after its end", { tail: "\n]} {}" }],
    ["with its list under another key", { head: HEAD_JSON.replace('"components"', '"x-components"') }],
  ])("%s is refused", async (_, parts) => {
    expect(await loadInventory(write(entries, parts))).toMatchObject({ ok: false });
  });

  test("in which nothing is as it should be ends soon", async () => {
    const loaded = await loadInventory(write(entries.map((line) => line.replace("version", "verison"))));
    expect(loaded.ok ? 0 : loaded.diagnostics.length).toBe(LIMITS.maxFaults + 1);
    const odd = await loadInventory(write(entries.map((line) => line.replace(/"version":.*/, '"version":7}'))));
    expect(odd.ok ? [] : odd.diagnostics.map(({ code }) => code)).toEqual(["MANIFEST_TOO_LARGE"]);
  });

  test("must be JSON", async () => {
    const files = givenFiles({
      "inventory.yaml": `${HEAD}${"  - { component_type: rtos, count: 1, version: v1 }\n".repeat(45_000)}`,
    });
    expect(await groupsOf(files["inventory.yaml"])).toEqual(["inventory.yaml error MANIFEST_TOO_LARGE"]);
  });
});
