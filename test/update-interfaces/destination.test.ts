// What single-file and directory do with their destination, and what they refuse.

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  downloadVersion,
  type InterfaceName,
  makePayload,
  makeSite,
  providedBy,
  type Site,
  treeOf,
  updateTo,
  versionAt,
} from "./destination.js";
import { call, callAll, download, makeWorkDir } from "./script.js";
import { underEachShell } from "./surroundings.js";

const KINDS: readonly InterfaceName[] = ["single-file", "directory"];

/** What may be at the destination before the first update. */
const PLACES: readonly (readonly [kind: InterfaceName, what: string, prepare: (site: Site) => unknown])[] = [
  ["single-file", "nothing", () => undefined],
  ["single-file", "a file", (site) => writeFileSync(site.destination, "old", { mode: 0o640 })],
  [
    "single-file",
    "a link to a file",
    (site) => linkTo(site, "elsewhere", () => writeFileSync(join(site.root, "elsewhere"), "old")),
  ],
  ["directory", "nothing", () => undefined],
  ["directory", "a folder", (site) => makeTree(site.destination)],
  [
    "directory",
    "a link to a folder",
    (site) => linkTo(site, "elsewhere", () => makeTree(join(site.root, "elsewhere"))),
  ],
];

function linkTo(site: Site, name: string, make: () => unknown): void {
  make();
  symlinkSync(join("..", name), site.destination);
}

function makeTree(path: string): void {
  mkdirSync(join(path, "inner"), { recursive: true });
  writeFileSync(join(path, "inner", "content"), "old", { mode: 0o600 });
}

underEachShell("an update at a destination", (surroundings) => {
  test.each(PLACES)("%s where there was %s", async (kind, _, prepare) => {
    const site = makeSite(kind, surroundings());
    prepare(site);
    expect(await providedBy(site)).toBe(`rootfs-image.${kind}.version=unknown`);
    await updateTo(site, "v1");
    expect(versionAt(site)).toBe("v1");
    expect(await providedBy(site)).toBe(`rootfs-image.${kind}.version=v1`);
    await updateTo(site, "v2");
    expect(versionAt(site)).toBe("v2");
    expect(await providedBy(site)).toBe(`rootfs-image.${kind}.version=v2`);
  });

  test.each(PLACES)("%s is taken back where there was %s", async (kind, what, prepare) => {
    const site = makeSite(kind, surroundings());
    prepare(site);
    const before = treeOf(site.parent);
    await downloadVersion(site, "v1");
    await callAll(site, ["ArtifactInstall", "ArtifactCommit"]);
    expect(versionAt(site)).toBe("v1");
    await callAll(site, ["ArtifactRollback", "ArtifactRollback", "ArtifactFailure", "Cleanup", "Cleanup"]);
    expect(treeOf(site.parent)).toEqual(before);
    expect(versionAt(site)).toBe(what === "nothing" ? undefined : "old");
    expect(await providedBy(site)).toBe(`rootfs-image.${kind}.version=unknown`);
  });

  test.each(KINDS)("%s takes back a second update", async (kind) => {
    const site = makeSite(kind, surroundings());
    await updateTo(site, "v1");
    const before = treeOf(site.parent);
    await downloadVersion(site, "v2");
    await callAll(site, ["ArtifactInstall", "ArtifactCommit", "ArtifactRollback", "Cleanup"]);
    expect(treeOf(site.parent)).toEqual(before);
    expect(await providedBy(site)).toBe(`rootfs-image.${kind}.version=v1`);
  });
});

describe("single-file", () => {
  test("keeps the mode of the old file, and takes another as an argument", async () => {
    const site = makeSite("single-file");
    writeFileSync(site.destination, "old");
    chmodSync(site.destination, 0o751);
    await updateTo(site, "v1");
    expect(statSync(site.destination).mode & 0o7777).toBe(0o751);
    await updateTo({ ...site, args: [...site.args, "mode=0604"] }, "v2");
    expect(statSync(site.destination).mode & 0o7777).toBe(0o604);
  });

  test("puts back the very file, not a copy", async () => {
    const site = makeSite("single-file");
    writeFileSync(site.destination, "old");
    const { ino } = statSync(site.destination);
    await downloadVersion(site, "v1");
    await callAll(site, ["ArtifactInstall", "ArtifactRollback"]);
    expect(statSync(site.destination).ino).toBe(ino);
  });

  test("does not call it a rollback when the old file is gone", async () => {
    const site = makeSite("single-file");
    writeFileSync(site.destination, "old");
    await downloadVersion(site, "v1");
    await callAll(site, ["ArtifactInstall"]);
    rmSync(join(site.parent, ".app.update", "old"));
    expect((await call(site, "ArtifactRollback")).exitCode).toBe(1);
    expect(versionAt(site)).toBe("v1");
  });
});

describe("directory", () => {
  test("takes a compressed archive", async () => {
    const site = makeSite("directory");
    makeWorkDir(site.workDir, { name: "v1", provides: { version: "v1" } });
    expect((await download(site, [makePayload(site, "v1", "-cz")])).exitCode).toBe(0);
    await callAll(site, ["ArtifactInstall", "ArtifactCommit", "Cleanup"]);
    expect(versionAt(site)).toBe("v1");
    expect(await providedBy(site)).toBe("version=v1\nrootfs-image.directory.version=v1");
  });

  test("is a link to one of two trees, and only the one in use is kept", async () => {
    const site = makeSite("directory");
    await updateTo(site, "v1");
    expect(readlinkSync(site.destination)).toBe(".app.update/a");
    await updateTo(site, "v2");
    expect(readlinkSync(site.destination)).toBe(".app.update/b");
    expect(existsSync(join(site.parent, ".app.update", "a"))).toBe(false);
  });

  test.each([
    ["no archive", (path: string) => writeFileSync(path, "text that is no archive at all")],
    ["half an archive", (path: string) => writeFileSync(path, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]))],
    ["a name that leads out", (path: string) => archiveOutside(path, "../outside")],
    ["an absolute name", (path: string) => archiveOutside(path, "/outside")],
  ])("refuses %s, and nothing has changed", async (_, write) => {
    const site = makeSite("directory");
    makeTree(site.destination);
    const before = treeOf(site.parent);
    makeWorkDir(site.workDir, { name: "v1", provides: { version: "v1" } });
    const payload = join(site.root, "payload");
    write(payload);
    expect((await download(site, [payload])).exitCode).toBe(0);
    expect((await call(site, "ArtifactInstall")).exitCode).toBe(1);
    await callAll(site, ["ArtifactRollback", "ArtifactFailure", "Cleanup"]);
    expect(treeOf(site.parent)).toEqual(before);
  });
});

function archiveOutside(path: string, name: string): void {
  writeFileSync(`${path}.file`, "outside");
  execFileSync("tar", ["-c", "-P", "-f", path, `--transform=s,.*,${name},`, `${path}.file`]);
}

describe.each(KINDS)("%s finds its destination", (kind) => {
  const bare = () => {
    const site = makeSite(kind);
    return {
      ...site,
      args: ["app", "A1"],
      environment: { MENDER_ORCHESTRATOR_DATASTORE_DIR: join(site.root, "store") },
    };
  };

  test("in the artifact's meta-data, and keeps its state in the data store", async () => {
    const site = bare();
    makeWorkDir(site.workDir, { name: "v1", provides: { version: "v1" }, metaData: { destination: site.destination } });
    expect((await download(site, [makePayload(site, "v1")])).exitCode).toBe(0);
    await callAll(site, ["ArtifactInstall", "ArtifactCommit", "Cleanup"]);
    expect(versionAt(site)).toBe("v1");
    expect(await providedBy(site)).toBe(`version=v1\nrootfs-image.${kind}.version=v1`);
    expect(existsSync(join(site.root, "store", "interface-state", `${kind}.app.A1`, "provides"))).toBe(true);
  });

  test("in the argument rather than in the meta-data, with its state where it is told", async () => {
    const site = bare();
    const state = join(site.root, "state");
    const told = { ...site, args: ["app", `state=${state}`, `destination=${site.destination}`] };
    makeWorkDir(site.workDir, { name: "v1", provides: { version: "v1" }, metaData: { destination: "/nowhere/else" } });
    expect((await download(told, [makePayload(site, "v1")])).exitCode).toBe(0);
    await callAll(told, ["ArtifactInstall", "ArtifactCommit", "Cleanup"]);
    expect(versionAt(site)).toBe("v1");
    expect(existsSync(join(state, "provides"))).toBe(true);
  });

  test.each([
    undefined,
    "",
    "relative/path",
    "/",
    "/etc",
    "/usr",
    "/dev/sda",
    "/tmp/../etc/passwd",
    "/tmp/./x",
    "/tmp//x",
    "/tmp/x/",
    "/nowhere/at/all",
    "/tmp/line\nbreak",
  ])("not at %j", async (destination) => {
    const site = bare();
    makeWorkDir(site.workDir, { name: "v1", provides: { version: "v1" }, metaData: { destination } });
    const ended = await download(site, [makePayload(site, "v1")]);
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toMatch(/destination|meta-data/);
    await callAll(site, ["Cleanup"]);
  });

  test("gone, and provides nothing any more", async () => {
    const site = makeSite(kind);
    await updateTo(site, "v1");
    rmSync(site.destination, { recursive: true });
    expect(await providedBy(site)).toBe(`rootfs-image.${kind}.version=unknown`);
  });

  test.each([
    ["none", []],
    ["two", ["one", "two"]],
  ])("but not with %s files", async (_, names) => {
    const site = makeSite(kind);
    makeWorkDir(site.workDir, { name: "v1", provides: { version: "v1" } });
    const files = names.map((name) => makePayload(site, name));
    expect((await download(site, files)).exitCode).toBe(1);
    await callAll(site, ["Cleanup"]);
    expect(treeOf(site.parent)).toEqual({});
  });

  test("and refuses an argument it does not know", async () => {
    const site = makeSite(kind);
    const ended = await call({ ...site, args: [...site.args, "destinaton=/x"] }, "Provides");
    expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ended.stderr).toContain("destinaton");
  });

  test("of another component's state, which is refused", async () => {
    const site = bare();
    const state = `state=${join(site.root, "state")}`;
    await updateTo({ ...site, args: ["app", state, `destination=${site.destination}`] }, "v1");
    makeWorkDir(site.workDir, { name: "v1", provides: { version: "v1" } });
    const other = { ...site, args: ["app", state, `destination=${site.destination}-2`] };
    expect((await download(other, [makePayload(site, "v1")])).exitCode).toBe(1);
  });
});
