// Artifacts that others made and use: the public demo systems.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createArtifacts } from "../../src/artifacts/index.js";
import { requireSharedData } from "../support/index.js";

function artifactsUnder(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".mender")).sort();
}

requireSharedData("mender-demo-2024")("the 2024 demo", (folder) => {
  test.each(artifactsUnder(folder))("%s is read and verified", async (name) => {
    const source = await createArtifacts().open(join(folder, name));
    const [, type, version] = /\/(\w+)-(v\d)\.mender$/.exec(name) ?? [];
    expect(source.header).toMatchObject({
      name: `${type}-${version}`,
      group: "",
      payloadType: type,
      payloadProvides: { version: `${type}-${version}` },
      clearsProvides: ["version.*"],
      depends: { device_type: [type] },
      scripts: [],
      payloadCompression: "gzip",
    });
    const files: [string, number][] = [];
    for await (const file of source.files()) files.push([file.name, file.sizeBytes]);
    expect(files).toEqual([[expect.stringMatching(`^${type}-v\\d-payload$`), 0]]);
  });
});

requireSharedData("mender-demo-2026")("the 2026 demo", (folder) => {
  test.each(artifactsUnder(folder))("%s is read and verified", async (name) => {
    const source = await createArtifacts().open(join(folder, name));
    const [, kind, version] = /^(\w+)-(v\d)\.mender$/.exec(name) ?? [];
    const isRtos = kind === "rtos";
    const key = isRtos ? "rootfs-image.rtos-interface" : "data-partition.mender-orchestrator-manifest";
    const value = isRtos ? `rtos-${version}` : `system-core-${version}`;
    expect(source.header).toMatchObject({
      name: value,
      payloadProvides: { [`${key}.version`]: value },
      clearsProvides: [`${key}.*`],
      depends: { device_type: [isRtos ? "rtos" : "gateway"] },
    });
    const contents: string[] = [];
    for await (const file of source.files()) {
      contents.push(Buffer.concat(await file.content.toArray()).toString());
    }
    expect(contents).toEqual([isRtos ? "" : expect.stringContaining(`system-core-${version}`)]);
  });
});
