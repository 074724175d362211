// What directory-module does with a module's folder: the new one comes in the place of the old one, is run, and goes again where
// that fails.

import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { treeOf } from "./destination.js";
import {
  downloadModule,
  type Files,
  indexJson,
  installedVersion,
  makeModuleSite,
  providedVersion,
  scriptModule,
  updateModule,
  writeTree,
} from "./module-site.js";
import { call, callAll, makeWorkDir } from "./script.js";
import { underEachShell } from "./surroundings.js";

const UNDO = ["ArtifactRollback", "ArtifactRollback", "ArtifactFailure", "Cleanup", "Cleanup"];

underEachShell("a module", (surroundings) => {
  test("is installed, replaced and run each time, and nothing is left beside it", async () => {
    const site = makeModuleSite(surroundings());
    expect(await providedVersion(site)).toBe("unknown");
    await updateModule(site, { ...scriptModule("1.0.0", "pwd >../../ran"), "only-in-1": "" });
    expect([installedVersion(site), await providedVersion(site)]).toEqual(["1.0.0", "1.0.0"]);
    await updateModule(site, scriptModule("1.1.0"));
    expect([installedVersion(site), await providedVersion(site)]).toEqual(["1.1.0", "1.1.0"]);
    expect(readdirSync(site.modules)).toEqual(["web"]);
    expect(readdirSync(site.destination).sort()).toEqual(["index.json", "run.sh"]);
    expect(treeOf(join(site.root, "updates"))["ran"]).toContain(site.destination);
  });

  test.each(["nothing", "a folder", "a link to a folder"])(
    "that fails is taken back where there was %s",
    async (what) => {
      const site = makeModuleSite(surroundings());
      mkdirSync(site.modules, { recursive: true });
      const folder = what === "a folder" ? site.destination : join(site.root, "elsewhere");
      if (what !== "nothing") writeTree(folder, { ...scriptModule("1.0.0"), "own/settings": "kept" });
      if (what === "a link to a folder") symlinkSync(folder, site.destination);
      const before = treeOf(site.modules);
      await downloadModule(site, scriptModule("2.0.0", "echo it is broken; exit 3"));
      expect(await call(site, "ArtifactInstall")).toMatchObject({
        exitCode: 1,
        stdout: "it is broken\n",
        stderr: "directory-module: ArtifactInstall: the module failed: run.sh exited with 3\n",
      });
      expect(installedVersion(site)).toBe("2.0.0");
      await callAll(site, UNDO);
      expect(treeOf(site.modules)).toEqual(before);
      expect(await providedVersion(site)).toBe(what === "nothing" ? "unknown" : "1.0.0");
    },
  );

  test.each(["index.json", "*", "../web"])("that removes %s of its own has failed, and is taken back", async (what) => {
    const site = makeModuleSite(surroundings());
    await updateModule(site, scriptModule("1.0.0"));
    const before = treeOf(site.modules);
    await downloadModule(site, scriptModule("2.0.0", `rm -r ${what}`));
    expect(await call(site, "ArtifactInstall")).toMatchObject({
      exitCode: 1,
      stderr: "directory-module: ArtifactInstall: the module has run, and its own index.json is gone\n",
    });
    await callAll(site, UNDO);
    expect(treeOf(site.modules)).toEqual(before);
  });

  test("is taken back after its commit as well", async () => {
    const site = makeModuleSite(surroundings());
    await updateModule(site, scriptModule("1.0.0"));
    const before = treeOf(site.modules);
    await downloadModule(site, scriptModule("2.0.0"));
    await callAll(site, ["ArtifactInstall", "ArtifactCommit", ...UNDO]);
    expect(treeOf(site.modules)).toEqual(before);
  });

  test("that was only downloaded leaves nothing", async () => {
    const site = makeModuleSite(surroundings());
    await downloadModule(site, scriptModule("1.0.0"));
    await callAll(site, ["Cleanup"]);
    expect(readdirSync(site.modules)).toEqual([]);
  });

  test("that a rollback point has replaced after the rollback stays as it is", async () => {
    const site = makeModuleSite(surroundings());
    await updateModule(site, scriptModule("1.0.0"));
    await downloadModule(site, scriptModule("2.0.0", "exit 1"));
    await call(site, "ArtifactInstall");
    await callAll(site, ["ArtifactRollback"]);
    updateByHand(site.destination, scriptModule("1.0.0"));
    await callAll(site, UNDO);
    expect(installedVersion(site)).toBe("1.0.0");
  });

  test("gets its arguments as words", async () => {
    const site = makeModuleSite(surroundings(), ['args=["--check", "a b", "", "\\"$(x)\\u0041"]']);
    await downloadModule(site, scriptModule("1.0.0", `for each; do echo "<$each>"; done`));
    expect((await call(site, "ArtifactInstall")).stdout).toBe('<--check>\n<a b>\n<>\n<"$(x)A>\n');
  });

  test.each(["{}", "[1]", '["a\\nb"]', '"a"', "[[]]", "["])("is not run with the arguments %s", async (args) => {
    const site = makeModuleSite(surroundings(), [`args=${args}`]);
    await downloadModule(site, scriptModule("1.0.0", "echo ran"));
    const { exitCode, stdout, stderr } = await call(site, "ArtifactInstall");
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("args is not a list of strings");
  });

  test("with run=only is run where it is, and not replaced", async () => {
    const site = makeModuleSite(surroundings(), ["run=only"]);
    writeTree(site.destination, scriptModule("1.0.0", "echo ran"));
    const before = treeOf(site.modules);
    expect(await providedVersion(site)).toBe("unknown");
    expect(await call(site, "Download")).toMatchObject({ exitCode: 0 });
    expect(await call(site, "ArtifactInstall")).toMatchObject({ exitCode: 0, stdout: "ran\n" });
    await callAll(site, ["ArtifactCommit", "ArtifactRollback", "Cleanup"]);
    expect(treeOf(site.modules)).toEqual(before);
  });
});

/** As a restore does it: another folder with the same content. */
function updateByHand(destination: string, files: Files): void {
  rmSync(destination, { recursive: true });
  writeTree(destination, files);
}

const INDEXES: readonly (readonly [version: string, text: string])[] = [
  ["1.2.0", '{"config":{"schema_version":"9"},"metadata":{"a":{"schema_version":"8"},"schema_version":"1.2.0"}}'],
  ["1.20", '{"metadata":{"description":"a \\"quoted\\" {text}\\n→","schema_version":1.20,"enabled":true}}'],
  ["2.0", '{ "metadata" :\n{ "list": ["schema_version", "7"],\n"schema_version"\n:\n2.0 } }'],
  ["v1", '{"metadata":{"schema_version":"1","schema_version":"v1","none":null}}'],
  ["3", `{"metadata":{"description":"${"long ".repeat(2000)}","schema_version":"3"}}`],
  ["unknown", `{"metadata":{"schema_version":"${"1".repeat(400)}"}}`],
  ["unknown", `{"a":"${"x".repeat(2 ** 20)}","metadata":{"schema_version":"1"}}`],
  ["unknown", '{"metadata":{"schema_version":true}}'],
  ["unknown", '{"metadata":{"schema_version":"1\n0"}}'],
  ["unknown", '{"metadata":{"schema_version":"1.0.0"}'],
  ["unknown", '{"metadata":{"schema_version":null}}'],
  ["unknown", '{"metadata":["schema_version","1"]}'],
  ["unknown", '{"schema_version":"1"}'],
  ["unknown", '{"metadata":{"schema_version":"1\\u002e0"}}'],
  ["unknown", ""],
  ["unknown", "not JSON"],
];

underEachShell("the version of a module", (surroundings) => {
  test.each(INDEXES)("is %s in %.60s", async (version, text) => {
    const site = makeModuleSite(surroundings());
    writeTree(site.destination, { "index.json": text });
    expect(await providedVersion(site)).toBe(version);
  });
});

describe("a module is not run", () => {
  const REFUSED: readonly (readonly [why: string, files: Files])[] = [
    ["the module has no index.py", { "index.json": indexJson("1") }],
    [
      "index.json cannot be read",
      { "index.json": '{"metadata":{"entry":"run\\u002esh"}}', "index.py": "print('ran')" },
    ],
    ["../run.sh leads out", { "index.json": indexJson("1", { entry: "../run.sh" }) }],
    ["/bin/true leads out", { "index.json": indexJson("1", { entry: "/bin/true" }) }],
    ["entry run is not a file", { "index.json": indexJson("1", { entry: "run" }) }],
    ["run is not executable", { "index.json": indexJson("1", { entry: "run" }), run: "echo ran" }],
  ];

  test.each(REFUSED)("where %s", async (why, files) => {
    const site = makeModuleSite();
    await downloadModule(site, files);
    const { exitCode, stdout, stderr } = await call(site, "ArtifactInstall");
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(why);
  });

  test.each(["index.py", null, ""])("by a name that needs none: the entry %j is that of Python", async (entry) => {
    const site = makeModuleSite({}, ["run=only"]);
    writeTree(site.destination, { "index.json": indexJson("1", { entry }) });
    expect((await call(site, "ArtifactInstall")).stderr).toContain("the module has no index.py");
  });

  test("where a link leads out of it", async () => {
    const site = makeModuleSite({}, ["run=only"]);
    writeTree(site.destination, { "index.json": indexJson("1", { entry: "run" }) });
    symlinkSync("/bin/true", join(site.destination, "run"));
    expect((await call(site, "ArtifactInstall")).stderr).toContain("leads out of the module");
  });

  test("where nothing can be noted, and then nothing is left beside it", async () => {
    const site = makeModuleSite();
    makeWorkDir(site.workDir, { name: "web", provides: {} });
    rmSync(join(site.workDir, "tmp"), { recursive: true, force: true });
    writeFileSync(join(site.workDir, "tmp"), "");
    const { exitCode, stderr } = await call(site, "Download");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("the work dir cannot be written")]);
    expect(existsSync(site.modules)).toBe(false);
  });

  test("where a file is in its place", async () => {
    const site = makeModuleSite();
    mkdirSync(site.modules, { recursive: true });
    writeFileSync(site.destination, "");
    await expect(downloadModule(site, scriptModule("1"))).rejects.toThrow("is not a folder");
  });
});
