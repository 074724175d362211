// The 2024 dialect as a model: inline, split, given twice, given nowhere.

import { expect, test } from "vitest";
import { loadComponents, loadManifest } from "../../src/documents/index.js";
import { brief, COMPONENTS_2024, COMPONENTS_FILE_2024, givenFiles, MANIFEST_2024 } from "./given-files.js";

const components = [
  { type: "gateway", id: "G13", interfaceName: "rootfs-image", interfaceArgs: ["arg1", "2"] },
  { type: "rtos", id: "R456", interfaceName: "rtos", interfaceArgs: [] },
];

test("inline components: the interface is the type's, or has its name", async () => {
  const text = MANIFEST_2024 + COMPONENTS_2024;
  const files = givenFiles({ "manifest.yaml": text });
  const loaded = await loadManifest({ manifestPath: files["manifest.yaml"] });
  expect(loaded).toMatchObject({
    ok: true,
    warnings: [],
    manifest: {
      dialect: "2024",
      name: "system-v1",
      systemTypesCompatible: [],
      componentTypes: [
        { type: "gateway", artifactPath: "gateway.mender", order: 10, location: { line: 5, column: 3 } },
        { type: "rtos", artifactPath: "artifacts/rtos.mender", artifactName: "rtos-v1", order: 1 },
      ],
    },
    topology: { dialect: "2024", components },
    texts: [{ role: "manifest", path: files["manifest.yaml"], text }],
  });
});

test("split: the same model, and both texts", async () => {
  const files = givenFiles({ "manifest.yaml": MANIFEST_2024, "components.yaml": COMPONENTS_FILE_2024 });
  const loaded = await loadManifest({
    manifestPath: files["manifest.yaml"],
    manifestComponentsPath: files["components.yaml"],
  });
  expect(loaded).toMatchObject({
    ok: true,
    topology: { dialect: "2024", components },
    texts: [
      { role: "manifest", text: MANIFEST_2024 },
      { role: "manifestComponents", text: COMPONENTS_FILE_2024 },
    ],
  });
});

test("a topology is not even looked for", async () => {
  const files = givenFiles({ "manifest.yaml": MANIFEST_2024 + COMPONENTS_2024 });
  const topologyPath = "/nonexistent/topology.yaml";
  const loaded = await loadManifest({
    manifestPath: files["manifest.yaml"],
    topologyPath,
    topologyComponentsPath: "/no",
  });
  expect(loaded.ok).toBe(true);
});

const NOWHERE = 'api_version: mender/v1\nkind: update_manifest\nversion: "1"\n';

test.each<{ name: string; manifest: string; second?: string; expected: readonly string[] }>([
  {
    name: "components nowhere",
    manifest: MANIFEST_2024,
    expected: ["manifest.yaml:1:1 error MANIFEST_COMPONENTS_MISSING"],
  },
  {
    name: "components in both files",
    manifest: MANIFEST_2024 + COMPONENTS_2024,
    second: COMPONENTS_FILE_2024,
    expected: ["manifest.yaml:13:1 error MANIFEST_COMPONENTS_TWICE"],
  },
  {
    name: "a second file that is a whole manifest",
    manifest: MANIFEST_2024,
    second: MANIFEST_2024 + COMPONENTS_2024,
    expected: ["second.yaml:2:7 error MANIFEST_KIND_UNEXPECTED"],
  },
  {
    name: "components alone in the place of the manifest",
    manifest: COMPONENTS_FILE_2024,
    expected: ["manifest.yaml:2:7 error MANIFEST_KIND_UNEXPECTED"],
  },
  {
    name: "types that do not fit, in a second file",
    manifest: MANIFEST_2024,
    second: COMPONENTS_FILE_2024.replace("gateway", "gatevay"),
    expected: ["second.yaml:4:21 error MANIFEST_UNKNOWN_COMPONENT_TYPE"],
  },
  {
    name: "faults of both files at once",
    manifest: `${MANIFEST_2024}colour: red\n`,
    second: `${COMPONENTS_FILE_2024}color: red\n`,
    expected: ["manifest.yaml:13:1 error MANIFEST_UNKNOWN_KEY", "second.yaml:11:1 error MANIFEST_UNKNOWN_KEY"],
  },
  {
    name: "a fault of form and one between parts at once",
    manifest: `${NOWHERE}component_types:\n  a:\n    artifact_path: []\ncomponents:\n  - component_type: b\n    id: 1.0\n`,
    expected: [
      "manifest.yaml:6:20 error MANIFEST_WRONG_TYPE",
      "manifest.yaml:8:21 error MANIFEST_UNKNOWN_COMPONENT_TYPE",
      "manifest.yaml:9:9 warning MANIFEST_TEXT_UNQUOTED",
    ],
  },
])("$name", async ({ manifest, second, expected }) => {
  const files = givenFiles({ "manifest.yaml": manifest, "second.yaml": second ?? "" });
  const loaded = await loadManifest({
    manifestPath: files["manifest.yaml"],
    ...(second === undefined ? {} : { manifestComponentsPath: files["second.yaml"] }),
  });
  expect(loaded.ok ? loaded : brief(loaded.diagnostics)).toEqual(expected);
});

test("components alone: every interface has the name of its type", async () => {
  const files = givenFiles({ "components.yaml": COMPONENTS_FILE_2024 });
  const loaded = await loadComponents({ manifestComponentsPath: files["components.yaml"] });
  expect(loaded).toMatchObject({
    ok: true,
    topology: {
      dialect: "2024",
      components: [{ type: "gateway", interfaceName: "gateway" }, { interfaceName: "rtos" }],
    },
    texts: [{ role: "manifestComponents" }],
  });
});

test("components that are not there are a fault, not an exception", async () => {
  const loaded = await loadComponents({ manifestComponentsPath: "/nonexistent/components.yaml" });
  expect(loaded.ok ? loaded : brief(loaded.diagnostics)).toEqual(["components.yaml error MANIFEST_UNREADABLE"]);
});
