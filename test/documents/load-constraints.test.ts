// What a manifest says of its constraints as a model, in both dialects, and under constraints that the system has of its own.

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadManifest, loadManifestAlone } from "../../src/documents/index.js";
import type { Manifest } from "../../src/model/index.js";
import { temporaryFolder } from "../support/index.js";
import { brief, COMPONENTS_2024, givenFiles, MANIFEST_2024, MANIFEST_2026, TOPOLOGY_2026 } from "./given-files.js";

const OWN = "api_version: mender/v1\nkind: constraints\n";

const exact = (text: string, version = text) => ({ text, matchers: [{ kind: "exact", version }] });

async function manifestOf(text: string, own?: string): Promise<Manifest> {
  const files = givenFiles({ "manifest.yaml": text, "constraints.yaml": own ?? "" });
  const constraintsPath = own === undefined ? {} : { constraintsPath: files["constraints.yaml"] };
  const loaded = await loadManifestAlone({ manifestPath: files["manifest.yaml"], ...constraintsPath });
  if (!loaded.ok) throw new Error(JSON.stringify(brief(loaded.diagnostics)));
  return loaded.manifest;
}

const RTOS = `  rtos:
    artifact_path: rtos-2.0.0.mender
    version: "v2"
    version_key: rtos.version
    requires: { gateway: ">=2.0" }
    rollback: unsupported
    mixed_versions: forbidden
    moves: [["1.x", "1.5"], ["*", ["2.0.0", "1.5.0"]]]
    stepping_stones:
      - { version: "1.5", artifact_path: rtos-1.5.mender, mandatory: true }
      - { version: blue, artifact_name: rtos-blue }
    update_strategy: { max_parallel: 7 }
`;

const CONSTRAINTS = `constraints:
  end_states:
    - { gateway: "v2", rtos: "v2", system_version: v.2 }
  transition_states:
    - { gateway: ["v1", ">=2"], rtos: "*", acceptable: false, why: because }
  tables:
    - name: second
      unlisted: acceptable
      transition_states: [{ rtos: blue }]
  requires:
    - { type: rtos, version: "1.x", needs: { gateway: "v1", rtos: "*" } }
planning: { ordering: auto, objective: fastest, point_of_no_return: refuse }
`;

const head2024 = MANIFEST_2024.slice(0, MANIFEST_2024.indexOf("  rtos:"));
const head2026 = MANIFEST_2026.slice(0, MANIFEST_2026.indexOf("  rtos:"));

test.each([
  ["2024", head2024],
  ["2026", head2026],
])("every key of the dialect of %s", async (_, head) => {
  const manifest = await manifestOf(
    `${head.replace("gateway:\n", 'gateway:\n    version: "v2"\n')}${RTOS}${CONSTRAINTS}`,
  );
  expect(manifest).toMatchObject({
    needsPlanner: true,
    planning: { ordering: "auto", objective: "fastest", pointOfNoReturn: "refuse" },
    componentTypes: [
      { type: "gateway", version: "2.0.0", versionText: "v2", hasVersion: true, hasOrder: true, order: 10 },
      {
        ...{ type: "rtos", hasOrder: false, order: 1, versionKey: "rtos.version", maxParallel: 7 },
        rollback: { kind: "unsupported" },
        mixedForbiddenAt: { file: expect.stringContaining("manifest.yaml"), lineText: "    mixed_versions: forbidden" },
        moves: {
          kind: "listed",
          pairs: [
            { from: { text: "1.x", matchers: [{ kind: "range", range: "1.x" }] }, to: exact("1.5", "1.5.0") },
            { from: { matchers: [{ kind: "any" }] }, to: { text: "[2.0.0, 1.5.0]", matchers: [{}, {}] } },
          ],
        },
        steppingStones: [
          { version: "1.5.0", versionText: "1.5", artifactPath: "rtos-1.5.mender", isMandatory: true },
          { version: "blue", versionText: "blue", artifactName: "rtos-blue", isMandatory: false },
        ],
      },
    ],
    constraints: {
      tables: [
        {
          ...{ name: "system", path: "constraints", unlisted: "refused", columns: ["gateway", "rtos"] },
          rows: [
            {
              list: "end_states",
              number: 1,
              acceptable: true,
              systemVersion: "v.2",
              cells: { rtos: exact("v2", "2.0.0") },
            },
            {
              ...{ list: "transition_states", number: 1, acceptable: false, why: "because" },
              cells: { gateway: { text: "[v1, >=2]", matchers: [{ version: "1.0.0" }, { range: ">=2" }] } },
            },
          ],
        },
        { name: "second", path: "constraints.tables[0]", unlisted: "acceptable", columns: ["rtos"] },
      ],
      requirements: [
        {
          type: "rtos",
          version: exact("v2", "2.0.0"),
          needs: { type: "gateway" },
          path: "component_types.rtos.requires",
        },
        { type: "rtos", needs: { type: "gateway", version: exact("v1", "1.0.0") }, path: "constraints.requires[0]" },
        { type: "rtos", needs: { type: "rtos" }, path: "constraints.requires[0]" },
      ],
    },
  });
});

test("rows, stones and requirements know their lines", async () => {
  const { constraints, componentTypes } = await manifestOf(`${head2026}${RTOS}${CONSTRAINTS}`);
  const [system, second] = constraints.tables;
  expect(system?.rows.map(({ location }) => location.line)).toEqual([24, 26]);
  expect(second?.location.line).toBe(28);
  expect(constraints.requirements.map(({ location }) => location.line)).toEqual([14, 32, 32]);
  expect(componentTypes[1]?.steppingStones.map(({ location }) => location.line)).toEqual([19, 20]);
});

test("a line that is long is not kept for each of its rows", async () => {
  const text = JSON.stringify({
    ...{ api_version: "mender/v1", kind: "manifest", name: "a", system_types_compatible: ["core"] },
    component_types: { rtos: { artifact_path: "a", version: "v1" } },
    constraints: { end_states: Array.from({ length: 100 }, (_, index) => ({ rtos: `v${index}` })) },
  });
  const { constraints } = await manifestOf(text);
  expect(constraints.tables[0]?.rows.map(({ location }) => location.lineText)).toEqual(Array(100).fill(undefined));
});

describe("the version of a type", () => {
  test.each([
    ['version: "1.10"\n    artifact_name: other', { versionText: "1.10", version: "1.10.0", hasVersion: true }],
    ["artifact_name: rtos-v2", { versionText: "rtos-v2", version: "rtos-v2", hasVersion: false }],
    ["artifact_path: some/where/v2.mender", { versionText: "v2", version: "2.0.0", hasVersion: false }],
    ["artifact_path: some/v2.img", { versionText: "v2.img", hasVersion: false }],
    ["artifact_path: a\n    artifact_name: v3", { version: "3.0.0", hasVersion: false }],
  ])("%s", async (entry, expected) => {
    const text = entry.startsWith("version") ? `${entry}\n    artifact_path: a` : entry;
    const manifest = await manifestOf(`${head2026}  rtos:\n    ${text}\n`);
    expect(manifest.componentTypes[1]).toMatchObject({ type: "rtos", ...expected });
  });
});

describe("only what the planner alone understands needs the planner", () => {
  test.each([
    ['    version: "2"\n', false],
    ["    version_key: a.b\n", false],
    ["    update_strategy: { max_parallel: 5 }\n", false],
    ["x-constraints: { end_states: [] }\n", false],
    ["    requires: { gateway: v1 }\n", true],
    ["    rollback: supported\n", true],
    ["    moves: any\n", true],
    ["    mixed_versions: allowed\n", false],
    ["    mixed_versions: forbidden\n", true],
    ["    stepping_stones: [{ version: v1, artifact_path: a }]\n", true],
    ["planning: { ordering: verify }\n", true],
    ["constraints: { end_states: [{ rtos: v1 }] }\n", true],
    ['constraints: { requires: [{ type: rtos, version: "*", needs: { gateway: v1 } }] }\n', true],
  ])("%s", async (line, expected) => {
    expect((await manifestOf(MANIFEST_2026 + line)).needsPlanner).toBe(expected);
  });

  test.each([
    ["", false],
    ["component_types: { rtos: { version_key: a.b, update_strategy: { max_parallel: 1 } } }\n", false],
    ["component_types: { camera: { rollback: unsupported } }\n", false],
    ["component_types: { rtos: { rollback: unsupported } }\n", true],
    ["component_types: { rtos: { moves: any } }\n", true],
    ["component_types: { rtos: { mixed_versions: allowed } }\n", false],
    ["component_types: { rtos: { mixed_versions: forbidden } }\n", true],
    ["planning: { point_of_no_return: allow }\n", true],
    ["constraints: { end_states: [{ rtos: v1 }] }\n", true],
  ])("of the system's own: %s", async (lines, expected) => {
    expect((await manifestOf(MANIFEST_2026, OWN + lines)).needsPlanner).toBe(expected);
  });
});

describe("under the system's own constraints", () => {
  const rtos = (lines: string): string => `${head2026}  rtos:\n    artifact_path: v2.mender\n${lines}`;
  const owned = (entry: string): string => `${OWN}component_types:\n  rtos: { ${entry} }\n`;
  const listed = { kind: "listed" };

  test.each<[string, string, object]>([
    ["", "", { kind: "upwards" }],
    ["", "moves: any", { kind: "upwards" }],
    ["    moves: any\n", "moves: upwards", { kind: "upwards" }],
    ["    moves: any\n", "moves: any", { kind: "any" }],
    ["    moves: any\n", "moves: [[v1, v2]]", listed],
    ["    moves: [[v1, v2]]\n", "moves: any", listed],
    ["    moves: [[v1, v2]]\n", "", listed],
    ["", "moves: [[v1, v2]]", { kind: "every", rules: [{ kind: "upwards" }, listed] }],
    ["    moves: [[v1, v2]]\n", "moves: [['*', v2]]", { kind: "every", rules: [listed, listed] }],
  ])("moves %j and %j", async (lines, entry, moves) => {
    const manifest = await manifestOf(rtos(lines), owned(entry));
    expect(manifest.componentTypes[1]).toMatchObject({ moves });
  });

  test.each<[string, string, object]>([
    ["", "rollback: unsupported", { kind: "unsupported" }],
    ["    rollback: unsupported\n", "rollback: supported", { kind: "unsupported" }],
    ["    rollback: unsupported\n", "rollback: [[v1, v2]]", { kind: "unsupported" }],
    ["    rollback: [[v1, v2]]\n", "rollback: unsupported", { kind: "unsupported" }],
    ["", "rollback: [[v1, v2]]", listed],
    ["    rollback: [[v1, v2]]\n", "", listed],
    ["    rollback: [[v1, v2]]\n", "rollback: [[v1, '*']]", { kind: "every", rules: [listed, listed] }],
  ])("rollback %j and %j", async (lines, entry, rollback) => {
    const manifest = await manifestOf(rtos(lines), owned(entry));
    expect(manifest.componentTypes[1]).toMatchObject({ rollback });
  });

  test.each([
    ["", "", undefined],
    ["", "update_strategy: { max_parallel: 3 }", 3],
    ["    update_strategy: { max_parallel: 2 }\n", "update_strategy: { max_parallel: 3 }", 2],
    ["    update_strategy: { max_parallel: 9 }\n", "update_strategy: { max_parallel: 3 }", 3],
    ["    update_strategy: { max_parallel: 9 }\n", "", 9],
  ])("max_parallel %j and %j", async (lines, entry, expected) => {
    expect((await manifestOf(rtos(lines), owned(entry))).componentTypes[1]?.maxParallel).toBe(expected);
  });

  test.each([
    ["", "", undefined],
    ["", "mixed_versions: allowed", undefined],
    ["", "mixed_versions: forbidden", "constraints.yaml"],
    ["    mixed_versions: allowed\n", "mixed_versions: forbidden", "constraints.yaml"],
    ["    mixed_versions: forbidden\n", "mixed_versions: allowed", "manifest.yaml"],
    ["    mixed_versions: forbidden\n", "mixed_versions: forbidden", "manifest.yaml"],
  ])("mixed_versions %j and %j", async (lines, entry, file) => {
    const place = (await manifestOf(rtos(lines), owned(entry))).componentTypes[1]?.mixedForbiddenAt;
    expect(place?.file.split("/").at(-1)).toBe(file);
  });

  test.each([
    ["allow", "last_batch", "last_batch"],
    ["refuse", "last_batch", "refuse"],
    ["last_batch", "refuse", "refuse"],
    ["allow", "allow", "allow"],
  ])("point_of_no_return %s and %s", async (wanted, demanded, expected) => {
    const planning = (rule: string): string => `planning: { point_of_no_return: ${rule} }\n`;
    const manifest = await manifestOf(MANIFEST_2026 + planning(wanted), OWN + planning(demanded));
    expect(manifest.planning.pointOfNoReturn).toBe(expected);
  });

  test("a version key is taken, tables and requirements come after the manifest's", async () => {
    const constraints =
      "constraints: { end_states: [{ rtos: v2 }], requires: [{ type: rtos, version: v2, needs: { gateway: '*' } }] }\n";
    const manifest = await manifestOf(rtos(constraints), `${owned("version_key: a.b")}${constraints}`);
    expect(manifest.componentTypes[1]?.versionKey).toBe("a.b");
    expect(manifest.constraints.tables.map(({ location }) => location.file.split("/").at(-1))).toEqual([
      "manifest.yaml",
      "constraints.yaml",
    ]);
    expect(manifest.constraints.requirements.length).toBe(2);
  });
});

describe("both dialects read the file when it is there", () => {
  const own = `${OWN}constraints: { end_states: [{ gateway: v1 }, { gateway: gateway-v1 }, { gateway: gateway }] }\n`;
  const given = { a: MANIFEST_2024 + COMPONENTS_2024, b: MANIFEST_2026, t: TOPOLOGY_2026, c: own };

  test.each(["a", "b"] as const)("%s", async (name) => {
    const files = givenFiles(given);
    const paths = { manifestPath: files[name], topologyPath: files.t };
    const loaded = await loadManifest({ ...paths, constraintsPath: files.c });
    expect(loaded).toMatchObject({ ok: true, warnings: [], manifest: { needsPlanner: true } });
    expect(loaded.ok && loaded.texts.at(-1)).toMatchObject({ role: "constraints", path: files.c, text: own });
    const without = await loadManifest({ ...paths, constraintsPath: join(temporaryFolder(), "constraints.yaml") });
    expect(without).toMatchObject({ ok: true, manifest: { needsPlanner: false } });
  });

  test.each<[string, string, readonly string[]]>([
    ["another kind of document", TOPOLOGY_2026, ["c:2:7 error MANIFEST_KIND_UNEXPECTED"]],
    ["a fault", `${OWN}constraint: {}\n`, ["c:3:1 error MANIFEST_UNKNOWN_KEY"]],
    [
      "a type nearly right",
      `${OWN}constraints: { end_states: [{ rtso: v1 }] }\n`,
      ["c:3:31 error CONSTRAINTS_UNKNOWN_TYPE"],
    ],
    [
      "a type that the system lacks",
      `${OWN}component_types: { camera: { rollback: unsupported } }\n`,
      ["c:3:20 warning CONSTRAINTS_UNKNOWN_TYPE"],
    ],
    [
      "an end state that the manifest misses",
      `${OWN}constraints: { end_states: [{ gateway: v7, rtos: "*" }] }\n`,
      ["b:6:3 warning CONSTRAINTS_VERSION_MISSING"],
    ],
  ])("%s is told", async (_, text, expected) => {
    const files = givenFiles({ ...given, c: text });
    const loaded = await loadManifest({ manifestPath: files.b, topologyPath: files.t, constraintsPath: files.c });
    expect(brief(loaded.ok ? loaded.warnings : loaded.diagnostics)).toEqual(expected);
  });

  test("two keys for one version are told", async () => {
    const files = givenFiles({
      b: `${MANIFEST_2026}    version_key: one\n`,
      t: TOPOLOGY_2026,
      c: `${OWN}component_types: { rtos: { version_key: other } }\n`,
    });
    const loaded = await loadManifest({ manifestPath: files.b, topologyPath: files.t, constraintsPath: files.c });
    expect(brief(loaded.ok ? loaded.warnings : loaded.diagnostics)).toEqual(["b:12:18 error CONSTRAINTS_VERSION_KEY"]);
  });
});

test("types that only an inventory knows may stand in tables", async () => {
  const files = givenFiles({ m: `${MANIFEST_2026}constraints: { end_states: [{ camera: v1 }] }\n` });
  const refused = await loadManifestAlone({ manifestPath: files.m });
  expect(brief(refused.ok ? [] : refused.diagnostics)).toEqual(["m:12:31 error CONSTRAINTS_UNKNOWN_TYPE"]);
  expect(await loadManifestAlone({ manifestPath: files.m, systemTypes: ["camera"] })).toMatchObject({
    ok: true,
    warnings: [],
  });
});
