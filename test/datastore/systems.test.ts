// One data store, one lock, several systems: what is deployed in one is in no other.

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startOf } from "../../src/app/ended.js";
import { openDatastore } from "../../src/datastore/index.js";
import { temporaryFolder } from "../support/index.js";
import { WORLD } from "./world.js";

const PLAN = { formatVersion: 1, manifestName: "m", groups: [], skipped: [], warnings: [] } as const;
const NEW = { plan: PLAN, documents: [], started: { manifestName: "m", manifestDigest: "d", programVersion: "1" } };

function storeIn(folder: string) {
  const root = join(folder, "store");
  return { root, store: openDatastore(root, WORLD) };
}

describe("systems of a data store", () => {
  test("number their deployments each by itself, at places of their own", () => {
    const { root, store } = storeIn(temporaryFolder());
    const adblock = store.ofSystem("module.adblock");
    for (const deployments of [store.deployments, adblock.deployments, adblock.deployments]) {
      deployments.create(NEW).journal.close();
    }
    expect([store.deployments.ids(), adblock.deployments.ids()]).toEqual([["1"], ["2", "1"]]);
    expect(existsSync(join(root, "systems", "default", "deployments", "000001"))).toBe(true);
    expect(existsSync(join(root, "systems", "module.adblock", "deployments", "000002"))).toBe(true);
  });

  test("are named in what they say of a deployment, unless it is the default one", () => {
    const { store } = storeIn(temporaryFolder());
    const other = store.ofSystem("other");
    for (const { deployments } of [store, other]) deployments.create(NEW).journal.close();
    expect(store.deployments.read("1")).not.toHaveProperty("system");
    expect(startOf(store.deployments.read("1"))).not.toHaveProperty("system");
    expect(other.deployments.read("1")).toMatchObject({ id: "1", system: "other" });
    expect(startOf(other.deployments.read("1"))).toMatchObject({ id: "1", system: "other" });
    expect(() => other.deployments.read("2")).toThrow("there is no deployment other/2");
  });

  test("are pruned each by itself", async () => {
    const { store } = storeIn(temporaryFolder());
    const other = store.ofSystem("other");
    for (const { deployments } of [store, other]) deployments.create(NEW).journal.close();
    await store.deployments.prune(() => false);
    expect([store.deployments.ids(), other.deployments.ids()]).toEqual([[], ["1"]]);
  });

  test("are listed by what is there, the default one first", () => {
    const { root, store } = storeIn(temporaryFolder());
    expect(store.systems()).toEqual([]);
    for (const name of ["module.b", "default", "module.a", ".hidden"]) {
      mkdirSync(join(root, "systems", name), { recursive: true });
    }
    writeFileSync(join(root, "systems", "file"), "");
    expect(store.systems()).toEqual(["default", "module.a", "module.b"]);
    expect(store.ofSystem("module.a").systems()).toEqual(store.systems());
  });

  test("share one lock", async () => {
    const { store } = storeIn(temporaryFolder());
    const lock = await store.ofSystem("a").lock();
    await expect(store.ofSystem("b").lock()).rejects.toMatchObject({ code: "DATASTORE_LOCKED" });
    expect(store.holder()).toBe(process.pid);
    lock.release();
  });

  test.each(["", ".", "..", ".a", "a/b", "../default", "-a", "a b", "ä", "a\n", "a".repeat(101)])(
    "have no such name: %j",
    (name) => {
      const { store } = storeIn(temporaryFolder());
      expect(() => store.ofSystem(name)).toThrow(expect.objectContaining({ code: "SYSTEM_NAME_INVALID" }));
    },
  );
});
