// Documents that others wrote, read where they lie.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadManifest, validateFiles } from "../../src/documents/index.js";
import { requireSharedData } from "../support/index.js";
import { brief, givenFiles } from "./given-files.js";

requireSharedData("mender-demo-2024")("the 2024 demo", (folder) => {
  test.each([
    { version: 1, interfaces: ["gateway", "rtos", "rtos"] },
    { version: 2, interfaces: ["gateway", "rtos", "rtos"] },
    { version: 3, interfaces: ["rootfs-image", "rtos", "rtos"] },
    { version: 4, interfaces: ["rootfs-image", "rtos", "rtos"] },
  ])("system-core-v$version loads", async ({ version, interfaces }) => {
    const loaded = await loadManifest({ manifestPath: join(folder, `system-core-v${version}`, "manifest.yaml") });
    expect(loaded).toMatchObject({ ok: true, warnings: [], manifest: { name: `system-core-v${version}` } });
    expect(loaded.ok && loaded.topology.components.map(({ id }) => id)).toEqual(["G13", "R456", "R998"]);
    expect(loaded.ok && loaded.topology.components.map(({ interfaceName }) => interfaceName)).toEqual(interfaces);
    expect(loaded.ok && loaded.manifest.componentTypes.map(({ order }) => order)).toEqual([10, 20]);
  });

  test("the manifest without components loads with a file of components", async () => {
    const whole = readFileSync(join(folder, "system-core-v1", "manifest.yaml"), "utf8");
    const components = whole.slice(whole.indexOf("components:\n"));
    const files = givenFiles({
      "components.yaml": `api_version: mender/v1\nkind: update_manifest\n${components}`,
    });
    const manifestPath = join(folder, "system-core-v1-top-only", "manifest.yaml");
    const loaded = await loadManifest({ manifestPath, manifestComponentsPath: files["components.yaml"] });
    expect(loaded.ok && loaded.topology.components.length).toBe(3);
    expect(await validateFiles([manifestPath])).toEqual([]);
  });
});

requireSharedData("mender-demo-2026")("the 2026 demo", (folder) => {
  test.each([1, 2, 3])("manifest-v%i loads with its topology", async (version) => {
    const manifestPath = join(folder, `manifest-v${version}.yaml`);
    const loaded = await loadManifest({ manifestPath, topologyPath: join(folder, "topology.yaml") });
    expect(loaded).toMatchObject({ ok: true, warnings: [], manifest: { name: `system-core-v${version}` } });
    expect(loaded.ok && loaded.topology.components.map(({ interfaceName }) => interfaceName)).toEqual([
      "rootfs-image",
      "rtos-interface",
      "rtos-interface",
    ]);
  });
});

requireSharedData(
  "..",
  "seeds",
  "004_a175e8c9b69362ee.txt",
)("the example with a slip", (path) => {
  test("the error points at the list item that is indented by one space", async () => {
    const text = readFileSync(path, "utf8");
    const manifest = /```\n(api_version: mender\/v1\n.*?)```/s.exec(text)?.[1] ?? "";
    const line = manifest.split("\n").indexOf(" - component_type: rtos") + 1;
    const files = givenFiles({ "manifest.yaml": manifest });
    const found = await validateFiles([files["manifest.yaml"]]);
    expect(line).toBeGreaterThan(1);
    expect(brief(found)).toEqual([`manifest.yaml:${line}:2 error MANIFEST_SYNTAX`]);
    expect(found[0]?.hint).toContain("indent this line by 2 spaces");
  });
});
