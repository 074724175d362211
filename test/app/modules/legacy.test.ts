// The legacy mode and the library: modules are run as they are installed, and what fails comes back.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  detectModuleUpdates,
  listModules,
  loadModuleIndex,
  moduleStatus,
  runLegacyModules,
  runUpdate,
  runUpdatesAsync,
  switchModule,
  syncFromRepo,
} from "../../../src/app/index.js";
import { quietly } from "../../../src/app/modules/index.js";
import { compareSchemaVersions } from "../../../src/index.js";
import { requirePrograms } from "../../support/index.js";
import { createHome, type Home, pythonModule } from "./home.js";

const suite = requirePrograms(["git", "python3"]);

function metadata(name: string, version = "1.0.0") {
  return {
    metadata: { schema_version: version, description: `${name} itself` },
    configuration: { backup_paths: [`DATA/${name}`] },
  };
}

const INSTALLED = {
  ...pythonModule("adblock", metadata("adblock"), "return True"),
  ...pythonModule("atuin", metadata("atuin"), 'raise RuntimeError("boom")'),
  ...pythonModule("gogs", metadata("gogs"), "print(args)", "return args == [1, 'two']"),
};

function home(): Home {
  return createHome({ ...pythonModule("adblock", metadata("adblock", "1.1.0")) }, INSTALLED);
}

suite("the legacy mode", () => {
  test("runs what the manifest names, in its order, and goes on after a failure", async () => {
    const server = home();
    const entries = [
      { name: "adblock", version: "1.0.0", checksum: null, enabled: true },
      { name: "atuin", enabled: true },
      { name: "forged", module: "gogs.index", checksum: `sha256:${"0".repeat(64)}` },
      { name: "gogs", module: "gogs.index", args: [1, "two"] },
      { name: "off", enabled: false },
      { name: "all", children: ["atuin", "adblock", "forged", "gogs", "off", "missing"] },
    ];
    writeFileSync(join(server.root, "manifest.json"), JSON.stringify({ updates: entries, entrypoint: "all" }));
    const ran = await runLegacyModules(server.context, { modulesPath: server.root }, quietly());
    expect(ran.results.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      ...["atuin failed", "adblock updated", "forged refused", "gogs updated", "missing refused"],
    ]);
    expect(ran).toMatchObject({ exitCode: 1, source: null });
    expect([server.read("atuin"), server.read("adblock")]).toEqual(["as it was", "adblock was here"]);
    expect(server.version("adblock")).toBe("1.0.0");
  });

  test("has nothing to do without a manifest", async () => {
    const server = home();
    const ran = await runLegacyModules(server.context, { modulesPath: server.root }, quietly());
    expect(ran).toMatchObject({ exitCode: 0, results: [] });
    expect(server.lines).toContain(`warning No legacy manifest found: ${join(server.root, "manifest.json")}`);
  });
});

suite("the library", () => {
  test("runs one module with arguments, or several at once", async () => {
    const { context, root } = home();
    const options = { modulesPath: root };
    expect(await runUpdate(context, { module: "gogs", args: [1, "two"] }, options)).toMatchObject({
      outcome: "updated",
    });
    const several = await runUpdatesAsync(context, [{ module: "gogs" }, { module: "adblock" }, { module: "none" }], {
      ...options,
      jobs: 3,
    });
    expect(several.map(({ outcome }) => outcome)).toEqual(["failed", "updated", "refused"]);
    const twice = runUpdatesAsync(context, [{ module: "gogs" }, { module: "gogs" }], options);
    await expect(twice).rejects.toThrow(expect.objectContaining({ code: "ARGUMENT_INVALID" }));
  });

  test("syncs, compares and reads", async () => {
    const { context, root, repository } = home();
    const synced = await syncFromRepo(context, { repositoryUrl: `file://${repository}` });
    const updates = await detectModuleUpdates(join(root, "modules"), synced.modulesFolder);
    expect(updates).toMatchObject([{ name: "adblock", state: "newer", installed: "1.0.0", repository: "1.1.0" }]);
    expect(await loadModuleIndex(join(root, "modules", "atuin"))).toMatchObject({ version: "1.0.0", isEnabled: true });
    await expect(loadModuleIndex(root)).rejects.toThrow(expect.objectContaining({ code: "MODULES_INDEX_UNREADABLE" }));
  });
});

test.each([
  ["1.0.0", "1.0.1", -1],
  ["1.2", "v1.2.0", 0],
  ["2.0.0", "1.9.9", 1],
])("%s and %s", (one, other, expected) => {
  expect(Math.sign(compareSchemaVersions(one, other))).toBe(expected);
});

test("what is no version is not compared", () => {
  expect(() => compareSchemaVersions("1.0.0", "latest")).toThrow(expect.objectContaining({ code: "ARGUMENT_INVALID" }));
});

test("modules are listed, shown, and switched off and on without another change", async () => {
  const { context, root } = home();
  const where = { modulesPath: root };
  const path = join(root, "modules", "adblock", "index.json");
  const before = readFileSync(path, "utf8");
  expect(await switchModule(context, { ...where, name: "adblock", isEnabled: false })).toBe(true);
  expect(await switchModule(context, { ...where, name: "adblock", isEnabled: false })).toBe(false);
  expect(await moduleStatus(context, where, "adblock")).toMatchObject({
    isEnabled: false,
    description: "adblock itself",
  });
  expect(await switchModule(context, { ...where, name: "adblock", isEnabled: true })).toBe(true);
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject(JSON.parse(before));
  const listed = await listModules(context, where);
  expect(listed.map(({ name, version, last }) => [name, version, last])).toEqual([
    ...[
      ["adblock", "1.0.0", null],
      ["atuin", "1.0.0", null],
      ["gogs", "1.0.0", null],
    ],
  ]);
  await expect(moduleStatus(context, where, "gog")).rejects.toThrow(
    expect.objectContaining({ hint: 'did you mean "gogs"?' }),
  );
});
