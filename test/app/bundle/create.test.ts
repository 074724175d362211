// Creating bundles: the same bytes from the same input, each artifact once and in the order of use, and nothing that could not
// be installed.

import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createBundle, inspectBundle, validateFiles } from "../../../src/app/index.js";
import { bundle, contextOf, createBundled } from "./bundled-stage.js";

test("the same input gives the same bytes, to a file and to a pipe", async () => {
  const { stage, manifestPath, bundlePath } = await createBundled();
  const first = readFileSync(bundlePath);
  const chunks: Buffer[] = [];
  const write = async (chunk: Buffer) => void chunks.push(chunk);
  await createBundle(contextOf(stage), { manifestPath, output: "-", write });
  expect(Buffer.concat(chunks).equals(first)).toBe(true);
  expect(readFileSync(await bundle(stage, manifestPath)).equals(first)).toBe(true);
});

const HEAD = "api_version: mender/v1\nkind: manifest\nname: many\nsystem_types_compatible: [demo]\n";

test("artifacts stand in the order of use, each once, whatever it is called", async () => {
  const { stage } = await createBundled();
  const folder = join(stage.system.folder, "manifests");
  copyFileSync(join(folder, "board-v2.mender"), join(folder, "copy.mender"));
  const bundlePath = await bundle(
    stage,
    stage.manifest(
      "many",
      `${HEAD}component_types:
  radio: { artifact_path: ./radio-v2.mender, update_strategy: { order: 2 } }
  board:
    artifact_path: board-v2.mender
    update_strategy: { order: 3 }
    version: "2.0.0"
    stepping_stones: [{ version: "1.0.0", artifact_path: gateway-v2.mender }]
  gateway: { artifact_path: copy.mender, update_strategy: { order: 1 } }
`,
    ),
  );
  const { artifacts } = await inspectBundle(contextOf(stage), { path: bundlePath, isWhole: true });
  expect(artifacts.map(({ references }) => references)).toEqual([
    ["copy.mender", "board-v2.mender"],
    ["./radio-v2.mender"],
    ["gateway-v2.mender"],
  ]);
});

test("what could not be installed is refused with all its faults, and what was there stays", async () => {
  const { stage, manifestPath, bundlePath } = await createBundled();
  const folder = join(stage.system.folder, "manifests");
  for (const name of ["board-v2", "radio-v2"]) {
    const path = join(folder, `${name}.mender`);
    writeFileSync(path, readFileSync(path).subarray(0, -2048));
  }
  const before = readFileSync(bundlePath);
  const damaged = { diagnostics: [{ code: "ARTIFACT_TRUNCATED" }, { code: "ARTIFACT_TRUNCATED" }] };
  await expect(bundle(stage, manifestPath)).rejects.toMatchObject(damaged);
  for (const name of ["board-v2", "radio-v2"]) rmSync(join(folder, `${name}.mender`));
  const missing = { diagnostics: [{ code: "ARTIFACT_NOT_FOUND" }, { code: "ARTIFACT_NOT_FOUND" }] };
  await expect(bundle(stage, manifestPath)).rejects.toMatchObject(missing);
  await expect(bundle(stage, stage.manifest("bad", `${HEAD}extra: 1\n`))).rejects.toMatchObject({
    diagnostics: expect.arrayContaining([expect.objectContaining({ code: "MANIFEST_UNKNOWN_KEY" })]),
  });
  expect(readFileSync(bundlePath).equals(before)).toBe(true);
});

test("what is in it is told; whether all of it is whole, where that is asked", async () => {
  const { stage, bundlePath } = await createBundled();
  const context = contextOf(stage);
  const inspect = (isWhole: boolean) => inspectBundle(context, { path: bundlePath, isWhole });
  expect(await inspect(true)).toMatchObject({
    ...{ manifestName: "two", isSigned: false, rootNames: [], sizeBytes: readFileSync(bundlePath).length },
    artifacts: [{ name: "gateway-v2", compatibleTypes: ["gateway"] }, { name: "board-v2" }, { name: "radio-v2" }],
  });
  const bytes = readFileSync(bundlePath);
  bytes.writeUInt8(0x58, bytes.lastIndexOf("radio radio "));
  writeFileSync(bundlePath, bytes);
  expect(await inspect(false)).toMatchObject({ manifestName: "two" });
  await expect(inspect(true)).rejects.toMatchObject({ code: expect.stringMatching(/^(BUNDLE|ARTIFACT)_CHECKSUM/) });
});

test("validate looks into bundles and folders", async () => {
  const { stage, manifestPath, bundlePath } = await createBundled();
  const context = contextOf(stage);
  expect(await validateFiles(context, [bundlePath])).toEqual([]);
  const folder = join(stage.system.folder, "manifests");
  writeFileSync(join(folder, "manifest.yaml"), readFileSync(manifestPath, "utf8").replace("order: 1", "order: 1000"));
  expect(await validateFiles(context, [folder])).toMatchObject([{ location: { file: `${folder}/manifest.yaml` } }]);
  writeFileSync(bundlePath, readFileSync(bundlePath).subarray(0, -512));
  const [fault] = await validateFiles(context, [bundlePath]);
  expect(fault).toMatchObject({ code: "BUNDLE_TRUNCATED", location: { file: bundlePath } });
  expect(existsSync(bundlePath)).toBe(true);
});
