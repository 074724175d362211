// The process may be gone after any step of a create, a prune or a restore. Then the index is valid, what it names is whole, and
// what it does not name goes with the next create or prune.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { idOfName } from "../../../src/rollback/store/layout.js";
import type { BackupStore } from "../../../src/rollback/store/open-store.js";
import { createWorld, storeOf, type World } from "./fakes.js";
import { fileOf, NEVER, pointOf } from "./requests.js";

const OLD = { retention: { maxAgeDays: 1, keepMinimum: 1 }, isFree: () => true, signal: NEVER };

/** As the next process finds it. */
async function expectSound(world: World): Promise<BackupStore> {
  world.dyingAfter = Number.POSITIVE_INFINITY;
  const store = storeOf(world);
  const verified = await store.verify({ backups: store.list(), signal: NEVER });
  expect(verified.filter(({ fault }) => fault !== undefined)).toEqual([]);
  for (const { backups, isPoint } of store.units()) expect(backups).toHaveLength(isPoint ? 4 : 1);
  return store;
}

function strangersIn(world: World, store: BackupStore): readonly string[] {
  const known = new Set(store.list().map(({ backupId }) => backupId));
  return readdirSync(world.folder).filter((name) => {
    const id = idOfName(name);
    return id === undefined ? name.endsWith(".new") : !known.has(id);
  });
}

/** The same work on a world of its own for each of its steps, until it comes to its end. */
async function killAtEveryStep(prepare: (world: World) => Promise<void>, work: (world: World) => Promise<unknown>) {
  const worlds: World[] = [];
  for (let i = 0; ; i += 1) {
    const world = createWorld();
    await prepare(world);
    world.dyingAfter = world.steps.length + i;
    const isDone = await work(world).then(
      () => true,
      () => false,
    );
    worlds.push(world);
    if (isDone) return worlds;
    expect(i).toBeLessThan(100);
  }
}

describe("a kill", () => {
  test("in the middle of a point: there is none, or it is complete", async () => {
    const worlds = await killAtEveryStep(
      async (world) => void (await storeOf(world).create(fileOf(world, "old.conf"))),
      (world) => storeOf(world).create(pointOf(world)),
    );
    expect(worlds.length).toBeGreaterThan(10);
    const counts = new Set<number>();
    for (const world of worlds) {
      const store = await expectSound(world);
      counts.add(store.list().length);
      const { leftovers } = await store.prune({ ...OLD, isDryRun: true });
      expect(leftovers).toBe(strangersIn(world, store).length);
      await store.create(fileOf(world, "next.conf"));
      expect(strangersIn(world, store)).toEqual([]);
    }
    expect(counts).toEqual(new Set([1, 5]));
  });

  test("in the middle of the very first one", async () => {
    const worlds = await killAtEveryStep(
      async () => undefined,
      (world) => storeOf(world).create(pointOf(world)),
    );
    for (const world of worlds) {
      const store = await expectSound(world);
      await store.prune(OLD);
      expect(strangersIn(world, store)).toEqual([]);
      expect(await store.create(pointOf(world))).toMatchObject({ warnings: [] });
    }
  });

  test("in the middle of a prune: what is named is there, and the rest goes the next time", async () => {
    const worlds = await killAtEveryStep(
      async (world) => {
        for (const _ of [1, 2, 3]) await storeOf(world).create(pointOf(world));
        world.now += 2 * 24 * 60 * 60 * 1000;
      },
      (world) => storeOf(world).prune(OLD),
    );
    for (const world of worlds) {
      const store = await expectSound(world);
      expect([1, 3]).toContain(store.units().length);
      await store.prune(OLD);
      expect(store.units()).toHaveLength(1);
      expect(strangersIn(world, store)).toEqual([]);
    }
  });

  test("in the middle of a restore: the next one brings all of it back", async () => {
    const ids = new Map<World, readonly string[]>();
    const worlds = await killAtEveryStep(
      async (world) => {
        const { backups } = await storeOf(world).create(pointOf(world));
        ids.set(
          world,
          backups.map(({ backupId }) => backupId),
        );
        world.databases.set("app", "rows of after");
      },
      (world) => storeOf(world).restore({ ids: ids.get(world) ?? [], signal: NEVER }),
    );
    for (const world of worlds) {
      const store = await expectSound(world);
      await store.restore({ ids: ids.get(world) ?? [], signal: NEVER });
      expect(world.databases.get("app")).toBe("rows of before");
      expect(world.services.get("web")).toBe("active");
      expect(readFileSync(join(world.home, "a.conf"), "utf8")).toBe("a of before");
      expect(existsSync(join(world.folder, "backups_index.json.new"))).toBe(false);
    }
  });
});
