// Where text is needed, a plain number or truth value is the text that stands in the file; where other readers of YAML would
// see something else, there is a warning, in each of the places that a document has for text.

import { describe, expect, test } from "vitest";
import { loadManifest, validateFiles } from "../../src/documents/index.js";
import { brief, givenFiles, TOPOLOGY_HEAD } from "./given-files.js";

const withId = (id: string): string => `api_version: mender/v1
kind: update_manifest
version: v1
component_types:
  rtos:
    artifact_path: a
components:
  - component_type: rtos
    id: ${id}
`;

async function load(text: string) {
  const files = givenFiles({ "m.yaml": text });
  return await loadManifest({ manifestPath: files["m.yaml"] });
}

describe("an id", () => {
  test.each(["7", "42", "0", "-1", "2.5", "1e+21", "true", "false", "1_000", "0b1", "yes", "on", "2001-01-01"])(
    "%s is text without a word",
    async (id) => {
      expect(await load(withId(id))).toMatchObject({ ok: true, warnings: [], topology: { components: [{ id }] } });
    },
  );

  test.each([
    ["1.10", "the number 1.1"],
    ["1.0", "the number 1"],
    ["007", "the number 7"],
    ["010", "the number 10"],
    ["1e3", "the number 1000"],
    ["0x1F", "the number 31"],
    ["0o17", "the number 15"],
    ["+1", "the number 1"],
    [".5", "the number 0.5"],
    ["5.", "the number 5"],
    ["-0", "the number 0"],
    [".inf", "the number Infinity"],
    ["-.INF", "the number -Infinity"],
    [".nan", "the number NaN"],
    ["9007199254740993", "the number 9007199254740992"],
    ["99999999999999999999", "the number 100000000000000000000"],
    ["True", "the truth value true"],
    ["FALSE", "the truth value false"],
  ])("%s is text, with a warning", async (id, seen) => {
    const loaded = await load(withId(id));
    expect(loaded).toMatchObject({ ok: true, topology: { components: [{ id }] } });
    const warnings = loaded.ok ? loaded.warnings : [];
    expect(brief(warnings)).toEqual(["m.yaml:9:9 warning MANIFEST_TEXT_UNQUOTED"]);
    expect(warnings[0]).toMatchObject({
      message: `"id" is taken as the text "${id}", as it is written; other YAML readers see ${seen}`,
      hint: `Write it in quotes: "${id}".`,
    });
  });

  test.each([
    ["", "9:5"],
    ["~", "9:9"],
    ["null", "9:9"],
    ["[7]", "9:9"],
    ["{ 7: 7 }", "9:9"],
    ["!!int 7", "9:15"],
    ['!!int "7"', "9:15"],
    ["!!float 1.10", "9:17"],
  ])("%s is no text", async (id, place) => {
    const loaded = await load(withId(id));
    expect(loaded.ok ? loaded : brief(loaded.diagnostics)).toEqual([`m.yaml:${place} error MANIFEST_WRONG_TYPE`]);
  });

  test("that is written and one that is quoted are the same", async () => {
    const loaded = await load(`${withId("1.10")}  - { component_type: rtos, id: "1.10" }\n`);
    expect(loaded.ok ? loaded : brief(loaded.diagnostics)).toEqual([
      "m.yaml:9:9 warning MANIFEST_TEXT_UNQUOTED",
      "m.yaml:10:33 error MANIFEST_DUPLICATE_COMPONENT",
    ]);
  });

  test("that an alias repeats is what its anchor says, also as a whole component", async () => {
    const types = "x-id: &id 1.10\nx-order: &order 20\n";
    const loaded = await load(`${types}${withId("*id")}    args: [*id, *order]\n`);
    expect(loaded).toMatchObject({ topology: { components: [{ id: "1.10", interfaceArgs: ["1.10", "20"] }] } });
    expect(loaded.ok && brief(loaded.warnings)).toEqual([
      "m.yaml:11:9 warning MANIFEST_TEXT_UNQUOTED",
      "m.yaml:12:12 warning MANIFEST_TEXT_UNQUOTED",
    ]);
  });
});

test("every place for text in a 2024 manifest takes it as written; an order stays a number", async () => {
  const loaded = await load(`api_version: mender/v1
kind: update_manifest
version: 1.10
component_types:
  1.10:
    artifact_path: 1.0
    artifact_name: 007
    update_interface: 0x1F
    update_strategy: { order: 10 }
components:
  - component_type: 1.10
    id: 1e3
    args: [True, 1.50, 7]
`);
  expect(loaded).toMatchObject({
    ok: true,
    manifest: {
      name: "1.10",
      componentTypes: [{ type: "1.10", artifactPath: "1.0", artifactName: "007", order: 10 }],
    },
    topology: {
      components: [{ type: "1.10", id: "1e3", interfaceName: "0x1F", interfaceArgs: ["True", "1.50", "7"] }],
    },
  });
  const places = ["3:10", "5:3", "6:20", "7:20", "8:23", "11:21", "12:9", "13:12", "13:18"];
  expect(loaded.ok && brief(loaded.warnings)).toEqual(
    places.map((place) => `m.yaml:${place} warning MANIFEST_TEXT_UNQUOTED`),
  );
});

test("the same in a 2026 manifest, its topology and the second file of a topology", async () => {
  const files = givenFiles({
    m: `api_version: mender/v1\nkind: manifest\nname: 2.0\nsystem_types_compatible: [1, 1.0]\ncomponent_types:\n  7:\n    artifact_name: a\n`,
    t: `${TOPOLOGY_HEAD}system_type: 1.0\n`,
    c: `${TOPOLOGY_HEAD}components:\n  - component_type: 7\n    interface: 8.0\n    interface_args: [9.0]\n`,
  });
  const expected = ["m:3:7", "m:4:30", "t:3:14", "c:5:16", "c:6:22"].map(
    (place) => `${place} warning MANIFEST_TEXT_UNQUOTED`,
  );
  const loaded = await loadManifest({ manifestPath: files.m, topologyPath: files.t, topologyComponentsPath: files.c });
  expect(loaded).toMatchObject({
    ok: true,
    manifest: { name: "2.0", systemTypesCompatible: ["1", "1.0"], componentTypes: [{ type: "7" }] },
    topology: { systemType: "1.0", components: [{ type: "7", interfaceName: "8.0", interfaceArgs: ["9.0"] }] },
  });
  expect(loaded.ok && brief(loaded.warnings)).toEqual(expected);
  expect(brief(await validateFiles(Object.values(files)))).toEqual(expected);
});

describe("keys", () => {
  test("are compared as they are written", async () => {
    const loaded = await load(
      withId("R1").replace("  rtos:\n", "  1.1: &t { artifact_name: a }\n  1.10: *t\n  rtos:\n"),
    );
    expect(loaded.ok && loaded.manifest.componentTypes.map(({ type }) => type)).toEqual(["1.1", "1.10", "rtos"]);
  });

  test.each([
    ["7: &t { artifact_name: a }", '"7": *t', ["m.yaml:6:3 error MANIFEST_DUPLICATE_KEY"]],
    ["7: &t { artifact_name: a }", "!!int 8: *t", ["m.yaml:6:9 error MANIFEST_WRONG_TYPE"]],
    ["7: &t { artifact_name: a }", "~: *t", ["m.yaml:6:3 error MANIFEST_WRONG_TYPE"]],
  ])("%s and %s", async (first, second, expected) => {
    const loaded = await load(withId("R1").replace("  rtos:\n", `  ${first}\n  ${second}\n  rtos:\n`));
    expect(loaded.ok ? [] : brief(loaded.diagnostics.filter(({ severity }) => severity === "error"))).toEqual(expected);
  });

  test("and values of your own are left alone", async () => {
    const loaded = await load(`${withId("R1")}x-own: { 1.10: 007, True: [1e3] }\n`);
    expect(loaded).toMatchObject({ ok: true, warnings: [] });
  });
});

describe("more warnings than are shown", () => {
  const args = `[${Array(101).fill("1.0").join(", ")}]`;
  const many = withId("R1").concat(
    `    args: ${args.replace("1.0, ", "")}\n  - { component_type: rtos, id: R2, args: [1.0, 2.0] }\n`,
  );

  test("are counted in a warning, and refuse nothing", async () => {
    const loaded = await load(many);
    expect(loaded.ok && loaded.warnings.length).toBe(101);
    expect(loaded.ok && loaded.warnings.at(-1)).toMatchObject({
      code: "MANIFEST_MORE_FAULTS",
      severity: "warning",
      message: "The document has 2 more warnings",
    });
  });

  test("do not hide an error behind them", async () => {
    const loaded = await load(`${many}zebra: 1\n`);
    expect(loaded.ok ? [] : brief(loaded.diagnostics)).toContain("m.yaml:12:1 error MANIFEST_UNKNOWN_KEY");
  });
});
