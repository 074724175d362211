// The engine's rollback points: whose they are, that they are found again, and that only deployments remove them.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { globalRollbackOver } from "../../../src/rollback/global-rollback.js";
import { NO_KEYS } from "../../../src/rollback/keys.js";
import { createRollbackPoints } from "../../../src/rollback/points.js";
import { createWorld, SILENT, storeOf } from "../store/fakes.js";

const NEVER = new AbortController().signal;
const OWNER = { system: "/var/lib/o", deploymentId: "d1", component: "app.A1" };

function engine(keys = NO_KEYS) {
  const world = createWorld();
  const store = storeOf(world);
  const path = join(world.home, "app.conf");
  writeFileSync(path, "before");
  const ownFolders = [join(world.home, "store", "deployments")];
  const points = createRollbackPoints({ store, keys, ownFolders, retention: { maxAgeDays: 1, keepMinimum: 1 } });
  const declared = { files: [path, join(world.home, "not-yet")], services: ["web"], databases: [] };
  return { world, store, path, points, declared };
}

describe("a point of a deployment", () => {
  test("is captured, found again by another process, and restored", async () => {
    const { world, points, declared, store } = engine();
    world.services.set("web", "active");
    const captured = await points.capture(OWNER, declared, NEVER);
    expect(captured.sizeBytes).toBeGreaterThan(0);
    const later = createRollbackPoints({
      store: storeOf(world),
      keys: NO_KEYS,
      ownFolders: [],
      retention: { maxAgeDays: 1, keepMinimum: 1 },
    });
    expect(await later.find(OWNER)).toEqual(captured);
    expect(store.list()[0]).toMatchObject({
      ...{ description: "before deployment d1", backupType: "service" },
      metadata: { module_name: "app.A1", owner: { system: "/var/lib/o", deployment: "d1", component: "app.A1" } },
    });
    world.services.set("web", "failed");
    writeFileSync(join(world.home, "not-yet"), "");
    await later.restore(captured.pointId, NEVER);
    expect(world.services.get("web")).toBe("active");
  });

  test.each([{ system: "/else" }, { deploymentId: "d2" }, { component: "app.A2" }])(
    "is not that of %j",
    async (other) => {
      const { points, declared } = engine();
      await points.capture(OWNER, declared, NEVER);
      expect(await points.find({ ...OWNER, ...other })).toBeUndefined();
    },
  );

  test.each(["", "store", "store/deployments", "store/deployments/000001", "link/deployments"])(
    "does not hold the deployments themselves, by the path %j",
    async (name) => {
      const { points, declared, world, store } = engine();
      mkdirSync(join(world.home, "store", "deployments", "000001"), { recursive: true });
      symlinkSync("store", join(world.home, "link"));
      const files = [...declared.files, join(world.home, name)];
      const refusal = { code: "BACKUP_SOURCE_UNUSABLE", message: expect.stringContaining("deployments themselves") };
      await expect(points.capture(OWNER, { ...declared, files }, NEVER)).rejects.toMatchObject(refusal);
      expect(store.list()).toEqual([]);
      const beside = [join(world.home, "store", "else")];
      await expect(points.capture(OWNER, { ...declared, files: beside }, NEVER)).resolves.toBeDefined();
    },
  );

  test("is the newest of several", async () => {
    const { points, declared } = engine();
    await points.capture(OWNER, declared, NEVER);
    const newer = await points.capture(OWNER, declared, NEVER);
    expect(await points.find(OWNER)).toEqual(newer);
  });

  test("that is not there is refused", async () => {
    const { points } = engine();
    await expect(points.restore("0".repeat(16), NEVER)).rejects.toMatchObject({ code: "BACKUP_UNKNOWN" });
  });

  test("that nobody could open is not made", async () => {
    const seal = { suffix: ".age", encrypt: () => new PassThrough(), decrypt: () => new PassThrough() };
    const sealing = { seal, recipients: ["age1x"] };
    const { points, declared, store } = engine({ sealing: async () => sealing, opening: async () => undefined });
    await expect(points.capture(OWNER, declared, NEVER)).rejects.toMatchObject({ code: "BACKUP_KEY_INVALID" });
    expect(store.list()).toEqual([]);
  });
});

describe("old points", () => {
  test("go, but for those of the deployments that are named, those of other systems, and the backups of people", async () => {
    const { world, points, declared, store, path } = engine();
    const library = globalRollbackOver({ store, log: SILENT, keys: NO_KEYS });
    await library.backupFile(path, "by hand", OWNER.component);
    for (const deploymentId of ["d1", "d2", "d3", "d4"])
      await points.capture({ ...OWNER, deploymentId }, declared, NEVER);
    await points.capture({ ...OWNER, system: "/else" }, declared, NEVER);
    await points.capture({ ...OWNER, deploymentId: "d5" }, declared, NEVER);
    world.now += 2 * 24 * 60 * 60 * 1000;
    await points.prune({ system: OWNER.system, deploymentIds: ["d2"] });
    expect(store.units().map(({ backups }) => backups[0]?.description)).toEqual([
      ...["before deployment d5", "before deployment d1", "before deployment d2", "by hand"],
    ]);
  });

  test("stay when a person cleans up, who cannot know which are needed", async () => {
    const { world, points, declared, store } = engine();
    await points.capture(OWNER, declared, NEVER);
    world.now += 99 * 24 * 60 * 60 * 1000;
    const library = globalRollbackOver({ store, log: SILENT, keys: NO_KEYS });
    expect(await library.cleanupOldBackups({ keepMinimum: 0 })).toBe(0);
    expect(store.units()).toHaveLength(1);
  });
});
