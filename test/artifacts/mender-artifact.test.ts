// Ours and mender-artifact's: each reads what the other writes.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeArtifact, type WriteOptions, writeArtifact } from "../../src/artifacts/index.js";
import { requirePrograms, temporaryFolder } from "../support/index.js";

const LONG_NAME = `${"long-name_".repeat(15)}.bin`;

/** A folder with files to make artifacts of. */
function materials(): string {
  const folder = temporaryFolder();
  const files = { one: "first file", empty: "", [LONG_NAME]: "x".repeat(70_000), "meta.json": '{"a":{"b":[1,"ü"]}}' };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const scripts = join(folder, "scripts");
  mkdirSync(scripts);
  for (const name of ["ArtifactInstall_Enter_10_a", "ArtifactCommit_Leave_20_b"]) {
    writeFileSync(join(scripts, name), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  }
  return folder;
}

function menderArtifact(folder: string, args: readonly string[]): string {
  return execFileSync("mender-artifact", args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
}

const DEFAULT = { "rootfs-image.rtos.version": "n" };
const CLEARS = ["rootfs-image.rtos.*"];

type Theirs = readonly [name: string, args: readonly string[], expected: object];
const THEIRS: readonly Theirs[] = [
  ["one file", ["-f", "one"], { provides: DEFAULT, clearsProvides: CLEARS, files: [{ name: "one", sizeBytes: 10 }] }],
  ["no file", [], { files: [] }],
  ["an empty file", ["-f", "empty"], { files: [{ name: "empty", sizeBytes: 0 }] }],
  [
    "several files",
    ["-f", "one", "-f", "empty", "-f", LONG_NAME],
    { files: [{}, {}, { name: LONG_NAME, sizeBytes: 70_000 }] },
  ],
  ["no compression", ["-f", "one", "--compression", "none"], { payloadCompression: "none", headerCompression: "none" }],
  ["gzip", ["-f", "one", "--compression", "gzip"], { payloadCompression: "gzip", headerCompression: "gzip" }],
  ["lzma", ["-f", "one", "--compression", "lzma"], { payloadCompression: "xz", headerCompression: "xz" }],
  ["several device types", ["-t", "gateway"], { compatibleTypes: ["rtos", "gateway"] }],
  ["provides", ["-p", "a:1", "-p", "b:2:3"], { provides: { ...DEFAULT, a: "1", b: "2:3" } }],
  ["depends", ["-d", "a:1", "-d", "b:2"], { depends: { a: ["1"], b: ["2"] } }],
  ["depends on groups", ["-G", "one", "-G", "two"], { depends: { artifact_group: ["one", "two"] } }],
  ["depends on names", ["-N", "one", "-N", "two"], { depends: { artifact_name: ["one", "two"] } }],
  ["a group", ["-g", "canary"], { group: "canary" }],
  ["meta-data", ["-m", "meta.json"], { metaData: '{"a":{"b":[1,"ü"]}}' }],
  ["a software name", ["--software-name", "app"], { provides: { "rootfs-image.app.version": "n" } }],
  ["a software version", ["--software-version", "7"], { provides: { "rootfs-image.rtos.version": "7" } }],
  ["a software file system", ["--software-filesystem", "data"], { provides: { "data.rtos.version": "n" } }],
  ["no software version", ["--no-default-software-version"], { provides: {}, clearsProvides: [] }],
  ["no clears", ["--no-default-clears-provides"], { provides: DEFAULT, clearsProvides: [] }],
  ["more clears", ["--clears-provides", "app.*"], { clearsProvides: ["app.*", ...CLEARS] }],
  [
    "scripts",
    ["-s", "scripts/ArtifactInstall_Enter_10_a", "-s", "scripts/ArtifactCommit_Leave_20_b"],
    { scripts: expect.arrayContaining(["ArtifactInstall_Enter_10_a", "ArtifactCommit_Leave_20_b"]) },
  ],
];

const withMenderArtifact = requirePrograms(["mender-artifact"]);

withMenderArtifact("what mender-artifact writes is read", () => {
  test.each(THEIRS)("%s", async (_, args, expected) => {
    const folder = materials();
    menderArtifact(folder, ["write", "module-image", "-n", "n", "-t", "rtos", "-T", "rtos", "-o", "a.mender", ...args]);
    expect(await describeArtifact(join(folder, "a.mender"))).toMatchObject({
      name: "n",
      payloadType: "rtos",
      isSigned: false,
      ...expected,
    });
  });

  test("a bootstrap artifact, whose payload is empty", async () => {
    const folder = materials();
    menderArtifact(folder, ["write", "bootstrap-artifact", "-n", "n", "-t", "rtos", "-p", "a:1", "-o", "a.mender"]);
    const expected = { payloadType: null, files: [], provides: { a: "1" } };
    expect(await describeArtifact(join(folder, "a.mender"))).toMatchObject(expected);
  });

  test("a file system image", async () => {
    const folder = materials();
    execFileSync("truncate", ["-s", "3M", "image.ext4"], { cwd: folder });
    menderArtifact(folder, ["write", "rootfs-image", "-n", "n", "-t", "rtos", "-f", "image.ext4", "-o", "a.mender"]);
    expect(await describeArtifact(join(folder, "a.mender"))).toMatchObject({
      payloadType: "rootfs-image",
      provides: { "rootfs-image.version": "n", "rootfs-image.checksum": expect.stringMatching(/^[0-9a-f]{64}$/) },
      files: [{ name: "image.ext4", sizeBytes: 3 * 2 ** 20 }],
    });
  });

  test("an augmented artifact", async () => {
    const folder = materials();
    const args = ["write", "module-image", "-n", "n", "-t", "rtos", "-T", "rtos", "-f", "one", "-m", "meta.json"];
    const added = ["--augment-type", "delta", "--augment-file", "empty", "--augment-provides", "x:y"];
    menderArtifact(folder, [...args, ...added, "--augment-depends", "a:b", "-o", "a.mender"]);
    expect(await describeArtifact(join(folder, "a.mender"))).toMatchObject({
      ...{ payloadType: "delta", provides: { ...DEFAULT, x: "y" }, depends: { a: ["b"] } },
      files: [{ name: "one" }, { name: "empty" }],
      augment: { payloadType: "rtos", files: ["empty"], provides: ["x"], depends: ["a"] },
    });
  });
});

requirePrograms(["mender-artifact", "openssl"])("what mender-artifact signs is read", () => {
  test("and said to be signed", async () => {
    const folder = materials();
    execFileSync("openssl", ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key"], { cwd: folder });
    const args = ["write", "module-image", "-n", "n", "-t", "rtos", "-T", "rtos", "-f", "one", "-k", "key"];
    menderArtifact(folder, [...args, "-o", "a.mender"]);
    expect(await describeArtifact(join(folder, "a.mender"))).toMatchObject({ isSigned: true });
  });
});

type Ours = readonly [name: string, options: Partial<WriteOptions>, shown: readonly RegExp[]];
const OURS: readonly Ours[] = [
  ["one file", { files: ["one"] }, [/Name: n$/m, /Type: +rtos$/m, /name: +one$/m, /size: +10$/m]],
  ["no file", {}, [/Files: None/]],
  ["an empty file", { files: ["empty"] }, [/size: +0$/m]],
  ["several files", { files: ["one", "empty", LONG_NAME] }, [new RegExp(`name: +${LONG_NAME}`)]],
  ["no compression", { files: ["one", LONG_NAME], compression: "none" }, [/name: +one$/m]],
  ["xz", { files: ["one", LONG_NAME], compression: "xz" }, [/name: +one$/m]],
  ["several types", { compatibleTypes: ["rtos", "gateway"] }, [/Compatible devices: '\[rtos gateway\]'/]],
  ["provides", { provides: { b: "2:3", a: "1" } }, [/a: 1$/m, /b: 2:3$/m, /rootfs-image\.rtos\.version: n$/m]],
  ["depends", { depends: { a: ["1"], b: ["2", "3"] } }, [/a: 1$/m, /b: \[2 3\]$/m]],
  ["groups", { group: "canary", dependsGroups: ["one"] }, [/Provides group: canary/, /group\(s\): \[one\]/]],
  ["names", { dependsNames: ["one", "two"] }, [/artifact\(s\): \[one, two\]/]],
  ["meta-data", { metaDataFile: "meta.json" }, [/"b": \[/]],
  ["the default clears", {}, [/Clears Provides: \["rootfs-image\.rtos\.\*"\]/]],
  ["more clears", { clearsProvides: ["app.*"] }, [/Clears Provides: \["app\.\*", "rootfs-image\.rtos\.\*"\]/]],
  ["no software version", { hasSoftwareVersion: false }, [/Provides: Nothing/]],
  ["other software", { software: { filesystem: "data", name: "app", version: "7" } }, [/data\.app\.version: 7$/m]],
];

withMenderArtifact("what is written is accepted and read by mender-artifact", () => {
  test.each(OURS)("%s", async (_, options, shown) => {
    const folder = materials();
    await writeArtifact({
      output: join(folder, "a.mender"),
      type: "rtos",
      compatibleTypes: ["rtos"],
      name: "n",
      compression: "gzip",
      ...options,
      files: (options.files ?? []).map((file) => join(folder, file)),
      ...(options.metaDataFile && { metaDataFile: join(folder, options.metaDataFile) }),
    });
    expect(menderArtifact(folder, ["validate", "a.mender"])).toContain("validated successfully");
    const text = menderArtifact(folder, ["read", "a.mender"]);
    for (const expected of shown) expect(text).toMatch(expected);
  });

  test.each(THEIRS.filter(([, args]) => !args.includes("-s")))(
    "the same header as mender-artifact's: %s",
    async (_, args) => {
      const folder = materials();
      menderArtifact(folder, [
        "write",
        "module-image",
        "-n",
        "n",
        "-t",
        "rtos",
        "-T",
        "rtos",
        "-o",
        "a.mender",
        ...args,
      ]);
      const theirs = await describeArtifact(join(folder, "a.mender"));
      const isPlain = args.includes("--no-default-software-version");
      const { device_type: _types, artifact_group, artifact_name, ...depends } = theirs.depends;
      await writeArtifact({
        output: join(folder, "b.mender"),
        type: "rtos",
        compatibleTypes: theirs.compatibleTypes,
        name: theirs.name,
        group: theirs.group,
        provides: theirs.provides,
        depends,
        dependsGroups: artifact_group ?? [],
        dependsNames: artifact_name ?? [],
        clearsProvides: theirs.clearsProvides,
        hasSoftwareVersion: false,
        ...(theirs.metaData !== "" && { metaDataFile: join(folder, "meta.json") }),
        files: theirs.files.map(({ name }) => join(folder, name)),
        compression: theirs.payloadCompression,
      });
      const ours = await describeArtifact(join(folder, "b.mender"));
      const unordered = (artifact: typeof ours) => ({
        ...artifact,
        ...{ sizeBytes: 0, manifestDigest: "" },
        files: artifact.files.map(({ name, checksum }) => `${name} ${checksum}`).sort(),
      });
      expect(unordered(ours)).toEqual(unordered(theirs));
      expect(isPlain ? ours.provides : {}).toEqual({});
    },
  );
});
