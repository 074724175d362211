// What documents declare to be captured, as the model has it: of the component's entry and of its type's together.

import { expect, test } from "vitest";
import { loadManifest, validateFiles } from "../../src/documents/index.js";
import { brief, COMPONENTS_2024, givenFiles, MANIFEST_2024, MANIFEST_2026, TOPOLOGY_2026 } from "./given-files.js";

const OF_TYPE = `    rollback_point:
      files: [/etc/app/, /opt/app/bin]
      services: [app, app.socket]
      databases: [{ type: sqlite, database: /var/lib//app.db }]
`;
const OF_COMPONENT = `    rollback_point:
      files: [/opt/app, /etc/app]
      services: [app.service, other]
      databases:
        - { type: postgresql, database: app, port: 5433 }
        - { type: sqlite, database: /var/lib/app.db }
`;
const BOTH = {
  files: ["/etc/app", "/opt/app"],
  services: ["app.service", "app.socket", "other.service"],
  databases: [
    { type: "sqlite", database: "/var/lib/app.db" },
    { type: "postgresql", database: "app", port: 5433 },
  ],
};

function withType(manifest: string): string {
  return manifest.replace(/(rtos:\n)/, `$1${OF_TYPE}`);
}

async function pointsOf(paths: Parameters<typeof loadManifest>[0]) {
  const loaded = await loadManifest(paths);
  if (!loaded.ok) return brief(loaded.diagnostics);
  return loaded.topology.components.map(({ type, rollbackPoint }) => [type, rollbackPoint]);
}

test("2026: everything that either the topology or the manifest names, once, and what is inside of another not at all", async () => {
  const files = givenFiles({ "m.yaml": withType(MANIFEST_2026), "t.yaml": `${TOPOLOGY_2026}${OF_COMPONENT}` });
  expect(await pointsOf({ manifestPath: files["m.yaml"], topologyPath: files["t.yaml"] })).toEqual([
    ["gateway", undefined],
    ["rtos", BOTH],
  ]);
});

test("2024: the same, the components inline or in a second file", async () => {
  const components = `${COMPONENTS_2024}${OF_COMPONENT}`;
  const manifest = withType(MANIFEST_2024);
  const files = givenFiles({
    "whole.yaml": manifest + components,
    "m.yaml": manifest,
    "c.yaml": `api_version: mender/v1\nkind: update_manifest\n${components}`,
  });
  const expected = [
    ["gateway", undefined],
    ["rtos", BOTH],
  ];
  expect(await pointsOf({ manifestPath: files["whole.yaml"] })).toEqual(expected);
  expect(await pointsOf({ manifestPath: files["m.yaml"], manifestComponentsPath: files["c.yaml"] })).toEqual(expected);
});

test("a type's rollback point holds for every component of it", async () => {
  const manifest = withType(MANIFEST_2024);
  const files = givenFiles({ "m.yaml": `${manifest}${COMPONENTS_2024}  - { component_type: rtos, id: R2 }\n` });
  const points = await pointsOf({ manifestPath: files["m.yaml"] });
  expect(points.map(([, point]) => typeof point)).toEqual(["undefined", "object", "object"]);
});

test.each([
  ["a password", "{ type: postgresql, database: app, password: x }", /\.pgpass.*pg_service\.conf/],
  [
    "one in a connection string",
    '{ type: postgresql, database: "dbname=app password=x" }',
    /\.pgpass.*pg_service\.conf/,
  ],
])("%s is refused with the places where it may be", async (_, database, hint) => {
  const point = `    rollback_point: { databases: [${database}] }\n`;
  const files = givenFiles({ "t.yaml": `${TOPOLOGY_2026}${point}` });
  const [only, ...others] = await validateFiles([files["t.yaml"]]);
  expect(others).toEqual([]);
  expect(only?.hint).toMatch(hint);
  expect(only?.message).not.toContain("password=x");
});
