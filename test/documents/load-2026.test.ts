// The 2026 dialect as a model: the topology whole, split, missing, of another system.

import { join } from "node:path";
import { expect, test } from "vitest";
import { loadManifest, loadTopology } from "../../src/documents/index.js";
import { temporaryFolder } from "../support/index.js";
import { brief, COMPONENTS_2026, givenFiles, MANIFEST_2026, TOPOLOGY_2026, TOPOLOGY_HEAD } from "./given-files.js";

const topology = {
  dialect: "2026",
  systemType: "core",
  components: [
    { type: "gateway", interfaceName: "rootfs-image", interfaceArgs: [] },
    { type: "rtos", interfaceName: "rtos", interfaceArgs: ["1", "two words"] },
  ],
};

test("a manifest with its topology", async () => {
  const files = givenFiles({ "manifest.yaml": MANIFEST_2026, "topology.yaml": TOPOLOGY_2026 });
  const loaded = await loadManifest({ manifestPath: files["manifest.yaml"], topologyPath: files["topology.yaml"] });
  expect(loaded).toMatchObject({
    ok: true,
    warnings: [],
    manifest: {
      dialect: "2026",
      name: "system-v1",
      systemTypesCompatible: ["core", "core-plus"],
      componentTypes: [
        { type: "gateway", artifactName: "gateway-v1", order: 10 },
        { type: "rtos", artifactPath: "rtos.mender", order: 1 },
      ],
    },
    topology,
    texts: [
      { role: "manifest", text: MANIFEST_2026 },
      { role: "topology", text: TOPOLOGY_2026 },
    ],
  });
});

test("a split topology: the same model, and both texts", async () => {
  const first = `${TOPOLOGY_HEAD}system_type: core\n`;
  const files = givenFiles({ "topology.yaml": first, "components.yaml": TOPOLOGY_HEAD + COMPONENTS_2026 });
  const loaded = await loadTopology({
    topologyPath: files["topology.yaml"],
    topologyComponentsPath: files["components.yaml"],
  });
  expect(loaded).toMatchObject({ ok: true, topology, texts: [{ role: "topology" }, { role: "topologyComponents" }] });
});

test("an id is not made up: the interface is asked for it", async () => {
  const files = givenFiles({ "topology.yaml": TOPOLOGY_2026 });
  const loaded = await loadTopology({ topologyPath: files["topology.yaml"] });
  expect(loaded.ok && loaded.topology.components.map((component) => "id" in component)).toEqual([false, false]);
});

test("without a manifest, a missing topology may mean a system of 2024", async () => {
  const loaded = await loadTopology({ topologyPath: join(temporaryFolder(), "topology.yaml") });
  const [found] = loaded.ok ? [] : loaded.diagnostics;
  expect(found).toMatchObject({ code: "TOPOLOGY_NOT_FOUND", message: "There is no topology at this place" });
  expect(found?.hint).toContain("its components come with --manifest-components FILE");
});

test("a missing topology is an error that says where it was looked for and what to write", async () => {
  const files = givenFiles({ "manifest.yaml": MANIFEST_2026 });
  const topologyPath = join(temporaryFolder(), "topology.yaml");
  const loaded = await loadManifest({ manifestPath: files["manifest.yaml"], topologyPath });
  const [found] = loaded.ok ? [] : loaded.diagnostics;
  expect(found).toMatchObject({ code: "TOPOLOGY_NOT_FOUND", location: { file: topologyPath } });
  expect(found?.hint).toContain(`Write ${topologyPath}:`);
  const written = givenFiles({ "topology.yaml": (found?.hint ?? "").split("\n").slice(1).join("\n") });
  const again = await loadManifest({ manifestPath: files["manifest.yaml"], topologyPath: written["topology.yaml"] });
  expect(again).toMatchObject({ ok: true, warnings: [{ code: "MANIFEST_UNUSED_COMPONENT_TYPE" }] });
});

const PART = `${TOPOLOGY_HEAD}${COMPONENTS_2026}`;

test.each<{ name: string; manifest?: string; topology: string; second?: string; expected: readonly string[] }>([
  {
    name: "a system of another type",
    topology: TOPOLOGY_2026.replace("core", "corn"),
    expected: ["manifest.yaml:4:27 error MANIFEST_SYSTEM_TYPE_MISMATCH"],
  },
  {
    name: "components in both files",
    topology: TOPOLOGY_2026,
    second: PART,
    expected: ["topology.yaml:4:1 error MANIFEST_COMPONENTS_TWICE"],
  },
  {
    name: "components nowhere",
    topology: `${TOPOLOGY_HEAD}system_type: core\n`,
    expected: ["topology.yaml:1:1 error MANIFEST_COMPONENTS_MISSING"],
  },
  {
    name: "a topology without a system type in the first place",
    topology: PART,
    expected: ["topology.yaml:1:1 error MANIFEST_MISSING_KEY"],
  },
  {
    name: "a manifest in the place of the topology",
    topology: MANIFEST_2026,
    expected: ["topology.yaml:2:7 error MANIFEST_KIND_UNEXPECTED"],
  },
  {
    name: "a whole topology in the place of the second file",
    topology: `${TOPOLOGY_HEAD}system_type: core\n`,
    second: TOPOLOGY_2026,
    expected: ["second.yaml:2:7 error MANIFEST_KIND_UNEXPECTED"],
  },
  {
    name: "a topology in the place of the manifest",
    manifest: TOPOLOGY_2026,
    topology: TOPOLOGY_2026,
    expected: ["manifest.yaml:2:7 error MANIFEST_KIND_UNEXPECTED"],
  },
  {
    name: "a component without an entry in the manifest",
    topology: `${TOPOLOGY_2026}  - component_type: display\n  - component_type: display\n`,
    expected: ["topology.yaml:9:21 error MANIFEST_UNKNOWN_COMPONENT_TYPE"],
  },
  {
    name: "faults of all files at once",
    manifest: `${MANIFEST_2026}version: "2"\n`,
    topology: `${TOPOLOGY_HEAD}system_type: core\nname: x\n`,
    second: `${PART}    id: R1\n`,
    expected: [
      "manifest.yaml:12:1 error MANIFEST_UNKNOWN_KEY",
      "topology.yaml:4:1 error MANIFEST_UNKNOWN_KEY",
      "second.yaml:8:5 error MANIFEST_UNKNOWN_KEY",
    ],
  },
])("$name", async ({ manifest = MANIFEST_2026, topology, second, expected }) => {
  const files = givenFiles({ "manifest.yaml": manifest, "topology.yaml": topology, "second.yaml": second ?? "" });
  const loaded = await loadManifest({
    manifestPath: files["manifest.yaml"],
    topologyPath: files["topology.yaml"],
    ...(second === undefined ? {} : { topologyComponentsPath: files["second.yaml"] }),
  });
  expect(loaded.ok ? loaded : brief(loaded.diagnostics)).toEqual(expected);
});

test("a type without components is a warning, not an error", async () => {
  const files = givenFiles({
    "manifest.yaml": `${MANIFEST_2026}  display:\n    artifact_name: d\n`,
    "topology.yaml": TOPOLOGY_2026,
  });
  const loaded = await loadManifest({ manifestPath: files["manifest.yaml"], topologyPath: files["topology.yaml"] });
  expect(loaded.ok && brief(loaded.warnings)).toEqual(["manifest.yaml:12:3 warning MANIFEST_UNUSED_COMPONENT_TYPE"]);
});
