// Where the mock looks for the folder of its instance.

import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/index.js";
import { call, callAll, type Subject, shippedFolder } from "./script.js";

describe("finding the instance", () => {
  function layout(script: string, instances: string): Subject & { readonly root: string } {
    const root = temporaryFolder();
    const path = join(root, script);
    mkdirSync(join(path, ".."), { recursive: true });
    copyFileSync(join(shippedFolder, "rtos"), path);
    mkdirSync(join(root, instances, "R1"), { recursive: true });
    writeFileSync(join(root, instances, "R1", "Provides"), "version=found\n");
    mkdirSync(join(root, "work"));
    return { root, path, workDir: join(root, "work"), args: ["rtos", "R1"] };
  }

  test.each([
    ["beside", "v1/rtos", "v1/mock_instances"],
    ["one above", "v1/rtos", "mock-instances"],
    ["two above", "update-interfaces/v1/rtos", "mock_instances"],
    ["three above", "share/update-interfaces/v1/rtos", "mock-instances"],
    ["the demo's tree", "a/share/interfaces/v1/rtos", "mock_env/mock_instances"],
  ])("%s", async (_, script, instances) => {
    const subject = layout(script, instances);
    expect(await callAll(subject, ["Provides"])).toBe("rootfs-image.rtos.version=found\n");
  });

  test("above a link, and above what it points to", async () => {
    const subject = layout("real/v1/rtos", "real/mock-instances");
    mkdirSync(join(subject.root, "data"));
    symlinkSync(subject.path, join(subject.root, "data", "board"));
    const linked = { ...subject, path: join(subject.root, "data", "board") };
    expect(await callAll(linked, ["Provides"])).toBe("rootfs-image.board.version=found\n");
  });

  test.each(["ORCHESTRATOR_MOCK_INSTANCES", "MENDER_ORCHESTRATOR_DATASTORE_DIR", "MENDER_ORCHESTRATOR_DATA_DIR"])(
    "%s",
    async (variable) => {
      const subject = layout("elsewhere/deep/down/here/v1/rtos", "store/mock-instances");
      const folder = join(subject.root, "store", variable.endsWith("INSTANCES") ? "mock-instances" : "");
      const provides = await callAll({ ...subject, environment: { [variable]: folder } }, ["Provides"]);
      expect(provides).toBe("rootfs-image.rtos.version=found\n");
    },
  );

  test.each(["../R1", ".", "", "R2"])("no instance is %j", async (name) => {
    const subject = layout("v1/rtos", "mock_instances");
    const { exitCode, stderr } = await call({ ...subject, args: ["rtos", name] }, "Provides");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("instance");
  });

  describe("without an argument that names it", () => {
    const withZero = (): Subject => {
      const subject = layout("v1/rtos", "mock-instances");
      mkdirSync(join(subject.root, "mock-instances", "0"));
      writeFileSync(join(subject.root, "mock-instances", "0", "Provides"), "version=zero\n");
      return { ...subject, args: ["gateway"] };
    };

    test("it is 0", async () => {
      expect(await callAll(withZero(), ["Provides"])).toBe("rootfs-image.rtos.version=zero\n");
      expect(await callAll(withZero(), ["Identity"])).toBe("");
    });

    test("an empty one is none", async () => {
      const { exitCode } = await call({ ...withZero(), args: ["gateway", ""] }, "Provides");
      expect(exitCode).toBe(1);
    });

    test.each([
      ["Provides", "rootfs-image.rtos.version=unknown\n"],
      ["Inventory", ""],
      ["Identity", ""],
      ["NeedsUnpackedArtifact", "No\n"],
      ["ProvidePayloadFileSizes", "No\n"],
      ["NeedsArtifactReboot", "No\n"],
      ["SupportsRollback", "No\n"],
    ])("and without that folder, %s has its default", async (query, stdout) => {
      const ended = await call({ ...layout("v1/rtos", "mock-instances"), args: ["gateway"] }, query);
      expect(ended).toMatchObject({ exitCode: 0, stdout });
      expect(ended.stderr).toContain("no folder mock-instances/0 was found");
    });

    test.each(["Download", "ArtifactInstall", "ArtifactRollback", "Cleanup"])(
      "and without that folder, %s fails",
      async (state) => {
        const ended = await call({ ...layout("v1/rtos", "mock-instances"), args: ["gateway"] }, state);
        expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
        expect(ended.stderr).toContain("no folder mock-instances/0 was found");
      },
    );
  });
});
