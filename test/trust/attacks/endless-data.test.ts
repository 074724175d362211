// Files that are larger than anything real, or that never end.

import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createStage, everyFile } from "./stage.js";

test("signatures of a gigabyte", async () => {
  const stage = await createStage();
  truncateSync(`${stage.manifestPath}.sig`, 1024 ** 3);
  const { stdout, exitCode } = await stage.run("install", "--output", "json", stage.manifestPath);
  expect({ exitCode, code: JSON.parse(stdout).error.code }).toEqual({ exitCode: 6, code: "TRUST_SIGNATURES_INVALID" });
  expect(stage.version()).toBe("v0");
});

test("signatures from a device that never ends", async () => {
  const stage = await createStage();
  rmSync(`${stage.manifestPath}.sig`);
  symlinkSync("/dev/zero", `${stage.manifestPath}.sig`);
  const { stdout, exitCode } = await stage.run("install", "--output", "json", stage.manifestPath);
  expect({ exitCode, code: JSON.parse(stdout).error.code }).toEqual({ exitCode: 6, code: "TRUST_SIGNATURES_INVALID" });
  expect(stage.version()).toBe("v0");
});

test("signatures from a pipe that nobody writes to", async () => {
  const stage = await createStage();
  rmSync(`${stage.manifestPath}.sig`);
  execFileSync("mkfifo", [`${stage.manifestPath}.sig`]);
  await stage.refuses("TRUST_SIGNATURES_INVALID");
});

test("more signatures than anybody has keys", async () => {
  const stage = await createStage();
  const one = { keyid: "0".repeat(64), sig: "00" };
  writeFileSync(`${stage.manifestPath}.sig`, JSON.stringify({ signatures: Array.from({ length: 65 }, () => one) }));
  await stage.refuses("TRUST_SIGNATURES_INVALID");
});

test("brackets without end", async () => {
  const stage = await createStage();
  writeFileSync(`${stage.manifestPath}.sig`, "[".repeat(500_000));
  await stage.refuses("TRUST_SIGNATURES_INVALID");
});

test("root metadata of a gigabyte", async () => {
  const stage = await createStage();
  writeFileSync(stage.path("1.root.json"), "{");
  truncateSync(stage.path("1.root.json"), 1024 ** 3);
  const { stdout, exitCode } = await stage.run("install", "--output", "json", stage.manifestPath);
  expect({ exitCode, code: JSON.parse(stdout).error.code }).toEqual({ exitCode: 6, code: "TRUST_ROOT_INVALID" });
  expect(stage.version()).toBe("v0");
});

test("a manifest of three megabytes", async () => {
  const stage = await createStage();
  await stage.release({ edit: (text) => text + "#".repeat(3 * 1024 ** 2) });
  const before = everyFile(stage.folder);
  const refused = await stage.run("install", stage.manifestPath);
  expect(refused).toMatchObject({ exitCode: 5, stderr: expect.stringContaining("MANIFEST_TOO_LARGE") });
  expect(everyFile(stage.folder)).toEqual(before);
});
