// The demonstration's mock: what it provides before, during and after an update, and how it finds its instance.

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createArtifacts } from "../../src/artifacts/index.js";
import { isInstalled } from "../../src/model/index.js";
import { requireSharedData, temporaryFolder } from "../support/index.js";
import { type Artifact, call, callAll, makeWorkDir, type Subject, shippedFolder } from "./script.js";
import { type Surroundings, underEachShell } from "./surroundings.js";

const rtos = join(shippedFolder, "rtos");

interface Mock extends Subject {
  readonly instance: string;
}

/** A mock instance "1" with these Provides, and the interface under the given name. */
function mock(options: { readonly name?: string; readonly provides?: string } & Surroundings): Mock {
  const folder = temporaryFolder();
  const instance = join(folder, "instances", "1");
  mkdirSync(instance, { recursive: true });
  if (options.provides !== undefined) writeFileSync(join(instance, "Provides"), options.provides);
  const path = join(folder, options.name ?? "rtos");
  symlinkSync(rtos, path);
  const workDir = join(folder, "work");
  const args = [options.name ?? "rtos", "1", `instances=${join(folder, "instances")}`];
  makeWorkDir(workDir, { name: "none", provides: {} });
  const { shell = [], environment = {} } = options;
  return { path, workDir, args, instance, shell, environment };
}

function providesOf(printed: string): Record<string, string> {
  const lines = printed.trim().split("\n");
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

interface UpdateCase {
  readonly what: string;
  readonly name: string;
  readonly before: string;
  readonly artifact: Artifact;
  readonly underWay: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

const updates: readonly UpdateCase[] = [
  {
    what: "2024, first update",
    name: "rtos",
    before: "device_type=rtos\nartifact_name=UNSET\n",
    artifact: { name: "rtos-v1", provides: { version: "rtos-v1" }, clears: ["version.*"] },
    underWay: { device_type: "rtos", artifact_name: "UNSET", version: "UNSET->rtos-v1" },
    after: { device_type: "rtos", artifact_name: "rtos-v1", version: "rtos-v1" },
  },
  {
    what: "2024, next update",
    name: "gateway",
    before: "device_type=gateway\nversion=gateway-v1\nkept=yes",
    artifact: { name: "gateway-v2", provides: { version: "gateway-v2" }, clears: ["version.*"] },
    underWay: { device_type: "gateway", kept: "yes", version: "gateway-v1->gateway-v2" },
    after: { device_type: "gateway", kept: "yes", version: "gateway-v2" },
  },
  {
    what: "2024, an artifact with a key of the 2026 kind",
    name: "gateway",
    before: "device_type=gateway\nversion=1\n",
    artifact: { name: "g", provides: { "rootfs-image.gateway.version": "2" } },
    underWay: { device_type: "gateway", version: "1->2", "rootfs-image.gateway.version": "1->2" },
    after: { device_type: "gateway", version: "2", "rootfs-image.gateway.version": "2" },
  },
  {
    what: "2026, the key of the interface's own name",
    name: "rtos-interface",
    before: "version=mock-env-rtos\n",
    artifact: { name: "rtos-v1", provides: { "rootfs-image.rtos-interface.version": "rtos-v1" } },
    underWay: { "rootfs-image.rtos-interface.version": "mock-env-rtos->rtos-v1" },
    after: { "rootfs-image.rtos-interface.version": "rtos-v1" },
  },
  {
    what: "2026, an artifact with rootfs-image.version and a checksum",
    name: "gateway",
    before: "version=1\n",
    artifact: { name: "g", provides: { "rootfs-image.version": "2", "rootfs-image.checksum": "ab" } },
    underWay: { "rootfs-image.version": "1->2" },
    after: { "rootfs-image.version": "2", "rootfs-image.checksum": "ab" },
  },
  {
    what: "2026, back from rootfs-image.version to the interface's own key",
    name: "gateway",
    before: "version=1\nrootfs-image.version=1\nrootfs-image.checksum=ab\n",
    artifact: { name: "g", provides: { "rootfs-image.gateway.version": "2" }, clears: ["rootfs-image.*"] },
    underWay: { "rootfs-image.gateway.version": "1->2" },
    after: { "rootfs-image.gateway.version": "2" },
  },
  {
    what: "2026, an artifact with the key version",
    name: "gateway",
    before: "version=1\n",
    artifact: { name: "g", provides: { version: "2" } },
    underWay: { "rootfs-image.gateway.version": "1->2", version: "1->2" },
    after: { "rootfs-image.gateway.version": "2", version: "2" },
  },
  {
    what: "2026, the key of a partition, and characters that JSON escapes",
    name: "data",
    before: "version=1\n",
    artifact: { name: "d", provides: { "data-partition.data.version": 'a&<"b\\', "x.y": "z" } },
    underWay: { "rootfs-image.data.version": '1->a&<"b\\', "data-partition.data.version": '1->a&<"b\\' },
    after: { "rootfs-image.data.version": 'a&<"b\\', "data-partition.data.version": 'a&<"b\\', "x.y": "z" },
  },
];

underEachShell("an update of the mock", (surroundings) => {
  test.each(updates)("$what", async ({ name, before, artifact, underWay, after }) => {
    const subject = mock({ name, provides: before, ...surroundings() });
    makeWorkDir(subject.workDir, artifact);
    await callAll(subject, ["Download", "ArtifactInstall"]);
    expect(providesOf(await callAll(subject, ["Provides"]))).toEqual(underWay);
    await callAll(subject, ["ArtifactCommit"]);
    expect(providesOf(await callAll(subject, ["Provides"]))).toEqual(after);
    await callAll(subject, ["Cleanup", "Cleanup"]);
    expect(providesOf(await callAll(subject, ["Provides"]))).toEqual(after);
  });

  test.each(updates)("and its rollback, repeated: $what", async ({ name, before, artifact }) => {
    const subject = mock({ name, provides: before, ...surroundings() });
    makeWorkDir(subject.workDir, artifact);
    await callAll(subject, ["ArtifactInstall", "ArtifactCommit", "ArtifactRollback", "ArtifactRollback"]);
    await callAll(subject, ["ArtifactFailure", "ArtifactFailure", "Cleanup"]);
    expect(readFileSync(join(subject.instance, "Provides"), "utf8")).toBe(before);
    expect(existsSync(join(subject.instance, "Provides.new"))).toBe(false);
  });
});

requireSharedData("mender-demo-2024")("real artifacts of 2024", (folder) => {
  test.each([
    ["rtos", "system-core-v1/rtos-v1.mender"],
    ["gateway", "system-core-v2/gateway-v2.mender"],
  ])("%s is recognised after %s", async (name, artifact) => {
    const before = `device_type=${name}\nartifact_name=UNSET\n`;
    await expectRecognised(join(folder, artifact), { name, before });
  });
});

requireSharedData("mender-demo-2026")("real artifacts of 2026", (folder) => {
  test("rtos-interface is recognised after rtos-v2.mender", async () => {
    await expectRecognised(join(folder, "rtos-v2.mender"), {
      name: "rtos-interface",
      before: "version=mock-env-rtos\n",
    });
  });
});

async function expectRecognised(path: string, component: { readonly name: string; readonly before: string }) {
  const header = await createArtifacts().readHeader(path);
  const subject = mock({ name: component.name, provides: component.before });
  makeWorkDir(subject.workDir, { name: header.name, provides: {} });
  writeFileSync(join(subject.workDir, "header", "type-info"), header.raw.typeInfo);
  expect(isInstalled(header, providesOf(await callAll(subject, ["Provides"])))).toBe(false);
  await callAll(subject, ["ArtifactInstall", "ArtifactCommit", "Cleanup"]);
  expect(isInstalled(header, providesOf(await callAll(subject, ["Provides"])))).toBe(true);
}

describe("answers", () => {
  test.each([
    ["NeedsUnpackedArtifact", undefined, "No\n"],
    ["NeedsUnpackedArtifact", "Yes", "Yes\n"],
    ["ProvidePayloadFileSizes", undefined, "No\n"],
    ["NeedsArtifactReboot", "Automatic", "Automatic\n"],
    ["SupportsRollback", undefined, "No\n"],
    ["SupportsRollback", "Yes", "Yes\n"],
    ["Identity", undefined, ""],
    ["Identity", "id=R123\n", "id=R123\n"],
    ["Inventory", undefined, ""],
    ["Inventory", "ip=1\nip=2", "ip=1\nip=2\n"],
    ["Provides", undefined, ""],
    ["UnheardOf", "Yes", ""],
  ])("%s with the file %j", async (query, content, expected) => {
    const subject = mock({});
    if (content !== undefined) writeFileSync(join(subject.instance, query), content);
    expect(await call(subject, query)).toMatchObject({ exitCode: 0, stdout: expected });
  });

  test("an unknown first argument prints nothing, even without an instance", async () => {
    const subject = mock({});
    expect(await call({ ...subject, args: [] }, "UnheardOf")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });
});

describe("failing on purpose", () => {
  test.each([
    ["ArtifactInstall", "ArtifactInstall", 1],
    ["Download", "DownloadWithFileSizes", 1],
    ["Provides", "Provides", 1],
    ["ArtifactInstall", "ArtifactVerifyReboot", 0],
  ])("%s.FAIL and %s", async (name, state, exitCode) => {
    const subject = mock({ provides: "version=1\n" });
    makeWorkDir(subject.workDir, { name: "a", provides: { version: "2" } });
    writeFileSync(join(subject.instance, `${name}.FAIL`), "");
    expect((await call(subject, state)).exitCode).toBe(exitCode);
    expect(readFileSync(join(subject.instance, "Provides"), "utf8")).toBe("version=1\n");
  });

  test("what it says", async () => {
    const subject = mock({ provides: "version=1\n" });
    makeWorkDir(subject.workDir, { name: "a", provides: { version: "rtos-v2" } });
    const { stderr } = await call(subject, "ArtifactInstall");
    expect(stderr).toBe("##### [rtos 1] ArtifactInstall [Attempting update to: rtos-v2]\n");
  });

  test.each([
    ["a type-info that is not JSON", '{"artifact_provides": {"version": "2'],
    ["a line break in a value", '{"artifact_provides": {"version": "2\\nother=3"}}'],
  ])("%s is refused", async (_, typeInfo) => {
    const subject = mock({ provides: "version=1\n" });
    writeFileSync(join(subject.workDir, "header", "type-info"), typeInfo);
    expect((await call(subject, "ArtifactInstall")).exitCode).toBe(1);
    expect(readFileSync(join(subject.instance, "Provides"), "utf8")).toBe("version=1\n");
  });
});
