// Modules of a repository are brought up to date, each by itself: what succeeds is there, what fails is as before with its data, and
// the others go on. Real git, real Python, the shipped interface.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ModuleResult } from "../../../src/app/index.js";
import type { Files } from "../../sources/git-modules/repositories.js";
import { requirePrograms } from "../../support/index.js";
import { createHome, pythonModule } from "./home.js";

const suite = requirePrograms(["git", "python3"]);

function metadata(version: string, more: object = {}) {
  return { metadata: { schema_version: version, ...more } };
}

/** The indexes of real modules, in both spellings; their data is one file each. */
const SHAPES = (version: string) => ({
  adblock: {
    ...metadata(version, { unbound_version: "1.19.0", module_name: "adblock", enabled: true, priority: 10 }),
    config: { unbound_dir: "DATA/unbound", backup_paths: ["DATA/adblock"], sources: { stevenblack: "https://x" } },
  },
  atuin: {
    ...metadata(version),
    config: { backup: { backup_dir: "DATA/b", keep_minimum: 3, include_paths: ["DATA/atuin"] }, directories: {} },
  },
  os: { ...metadata(version), config: { package_manager: { update_command: ["true"] }, safety: {} } },
  website: { ...metadata(version), config: { repository: "x", target_paths: {}, backup_paths: ["DATA/website"] } },
  hotfix: { ...metadata(version), operations: [], validation: { pre_checks: [] }, rollback: { enabled: true } },
});

const OFFERED: Files = {
  ...pythonModule("adblock", SHAPES("1.1.0").adblock, 'print("Updating adblock module...")'),
  ...pythonModule("atuin", SHAPES("1.1").atuin, 'raise RuntimeError("boom")'),
  ...pythonModule("os", SHAPES("1.0.0").os, "return True"),
  ...pythonModule("website", SHAPES("1.0.0").website, 'return {"success": True}'),
  ...pythonModule("hotfix", SHAPES("0.9.0").hotfix, "return True"),
  "broken/index.json": '{ "metadata": ',
};

const INSTALLED: Files = Object.fromEntries(
  Object.entries({ ...SHAPES("1.0.0"), mine: metadata("1.0.0") })
    .filter(([name]) => name !== "website")
    .flatMap(([name, index]) => [
      [`${name}/index.json`, JSON.stringify(index)],
      [`${name}/index.py`, "def main(args=None):\n    return True\n"],
    ]),
);

function outcomes(results: readonly ModuleResult[]) {
  return Object.fromEntries(results.map(({ name, outcome, problem }) => [name, problem?.message ?? outcome]));
}

suite("an update of modules", () => {
  test("updates what it should, restores what fails, tries that again, and then has nothing to do", async () => {
    const server = createHome(OFFERED, INSTALLED);
    const first = await server.update({ jobs: 4 });
    expect(outcomes(first.results)).toEqual({
      adblock: "updated",
      atuin: "RuntimeError: boom",
      website: "updated",
    });
    expect(first.exitCode).toBe(1);
    expect(first.results.map(({ deployment }) => deployment)).toContain("module.adblock/1");
    const states = Object.fromEntries(first.modules.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({
      os: "same",
      hotfix: "older",
      broken: "unreadable",
      mine: "localOnly",
      website: "new",
    });
    const versions = ["adblock", "atuin", "website"].map(server.version);
    expect(versions).toEqual(["1.1.0", "1.0.0", "1.0.0"]);
    const data = ["adblock", "atuin", "os", "website"].map(server.read);
    const was = "as it was";
    expect(data).toEqual(["adblock was here", was, was, "website was here"]);
    expect(server.globalIndex()).toMatchObject({
      metadata: { schema_version: "1.0.0", channel: "stable", branch: "main" },
      packages: { adblock: "1.1.0", website: "1.0.0" },
    });
    expect(readdirSync(join(server.root, "modules")).filter((name) => /^\.|backup/.test(name))).toEqual([]);

    server.publish({
      ...pythonModule("atuin", SHAPES("1.1").atuin, "return True"),
      "broken/index.json": JSON.stringify(metadata("1.0.0", { enabled: false })),
    });
    const second = await server.update();
    expect(outcomes(second.results)).toEqual({ atuin: "updated" });
    expect(second.exitCode).toBe(0);

    expect(await server.update()).toMatchObject({ exitCode: 0, results: [], resumed: [], lost: [] });
  });

  test("says in the index of one place nothing of what was installed in another", async () => {
    const offered = {
      ...pythonModule("adblock", metadata("1.1.0"), "return True"),
      ...pythonModule("website", metadata("1.0.0"), "return True"),
    };
    const server = createHome(offered, {});
    await server.update();
    const other = join(server.root, "..", "other");
    const update = await server.update({ modulesPath: other, names: ["website"] });
    expect(outcomes(update.results)).toEqual({ website: "updated" });
    const { packages } = JSON.parse(readFileSync(join(other, "index.json"), "utf8"));
    expect(packages).toEqual({ website: "1.0.0" });
  });

  test("says in the log what the original said, in its order", async () => {
    const offered = {
      ...pythonModule("adblock", metadata("1.1.0"), 'print("Updating adblock module...")'),
      ...pythonModule("atuin", metadata("1.1.0"), 'raise RuntimeError("boom")'),
    };
    const server = createHome(offered, { "adblock/index.json": JSON.stringify(metadata("1.0.0")) });
    await server.update();
    const said = server.lines
      .filter((line) => !line.startsWith("debug "))
      .map((line) => line.replaceAll(/[0-9a-f]{16}/g, "ID"));
    expect(said).toEqual([
      "info Starting schema-based update orchestration",
      `info Repository: file://${server.repository}`,
      `info Local modules: ${server.root}`,
      expect.stringMatching(/^info Sync path: .*\/store\/modules\/repository$/),
      "info Step 1: Syncing from repository...",
      expect.stringMatching(/^info Cloning repository file:\/\/.* to .*\/store\/modules\/repository$/),
      "info Git clone completed",
      "info Step 2: Detecting module updates...",
      "info Module adblock needs update: 1.0.0 → 1.1.0",
      "info Module atuin needs update: none → 1.1.0",
      "info Found 2 modules to update: adblock, atuin",
      "info Step 3: Updating modules...",
      "info Backed up adblock to rollback point ID",
      "info Updated module adblock",
      "info Running update: modules.adblock",
      "info Updating adblock module...",
      "info main(args) ended without an exception and returns nothing, which is taken as success",
      "info Completed update: modules.adblock",
      "info Backed up atuin to rollback point ID",
      "info Updated module atuin",
      "info Running update: modules.atuin",
      "info Traceback (most recent call last):",
      expect.stringContaining("index.py"),
      'info     raise RuntimeError("boom")',
      "info RuntimeError: boom",
      "error Error running update for modules.atuin: RuntimeError: boom",
      "error Failed to update module atuin: RuntimeError: boom",
      "info Restored backup for atuin",
      "info Step 4: Updating global index...",
      "info Updated global index: adblock → 1.1.0",
      "info Global index updated with 1 modules",
      "info Update orchestration completed:",
      "info   - Modules detected: 2",
      "info   - Successfully updated: 1",
      "info   - Failed updates: 1",
      "info   - Failed modules: atuin",
    ]);
  });

  test("names an unknown module, and touches none", async () => {
    const server = createHome(pythonModule("adblock", metadata("1.1.0")), {});
    await expect(server.update({ names: ["adblok"] })).rejects.toThrow(
      expect.objectContaining({ code: "MODULES_UNKNOWN", hint: expect.stringContaining("adblock") }),
    );
    expect(server.version("adblock")).toBeUndefined();
  });

  test("leaves everything as it is where the repository cannot be reached", async () => {
    const server = createHome(pythonModule("adblock", metadata("1.1.0")), {});
    await expect(server.update({ repositoryUrl: "file:///nonexistent/updates.git" })).rejects.toThrow(
      expect.objectContaining({ code: "MODULES_SYNC_FAILED", exitCode: 1 }),
    );
    expect(readdirSync(join(server.root, "modules"))).toEqual([]);
  });
});
