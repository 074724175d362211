// Making backups: what lies in the folder then, what is refused, and that a capture that fails leaves nothing.

import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import type { Capture } from "../../../src/rollback/store/kinds.js";
import { takeLock } from "../../../src/rollback/store/lock.js";
import type { Sealing } from "../../../src/rollback/store/sealing.js";
import { clockOf, createWorld, storeOf } from "./fakes.js";
import { fileOf, NEVER, pointOf } from "./requests.js";

describe("a rollback point", () => {
  test("has one entry each, with keys of their own, under names that begin with their ids", async () => {
    const world = createWorld();
    const created = await storeOf(world).create(pointOf(world));
    expect(created.backups.map(({ metadata }) => metadata["key"])).toEqual([
      ...["file_a.conf", "file_b.conf", "services", "database_0"],
    ]);
    expect(new Set(created.backups.map(({ metadata }) => metadata["rollback_point"]))).toEqual(
      new Set([created.pointId]),
    );
    expect(created.backups.map(({ backupId, backupPath }) => basename(backupPath).replace(backupId, ""))).toEqual([
      ...["_a.conf", "_b.conf", "_services.json", "_db.dump"],
    ]);
    const ids = created.backups.map(({ backupId }) => backupId);
    expect(ids.every((id) => /^[0-9a-f]{16}$/.test(id))).toBe(true);
    expect(new Set([...ids, created.pointId]).size).toBe(5);
  });

  test("is told in the log, a line each", async () => {
    const world = createWorld();
    const { backups } = await storeOf(world).create(pointOf(world));
    const lines = readFileSync(join(world.folder, "operations.log"), "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      ["backup_file", "backup_file", "backup_services", "backup_database"].map((operation, i) => ({
        ...{ timestamp: 1_800_000_000, operation },
        details: { backup_id: backups[i]?.backupId, source_path: backups[i]?.sourcePath, module_name: "app" },
      })),
    );
  });

  test("gives what has one name two keys", async () => {
    const world = createWorld();
    mkdirSync(join(world.home, "other"));
    writeFileSync(join(world.home, "other", "a.conf"), "another");
    const request = pointOf(world);
    const other: Capture = { backupType: "file", source: join(world.home, "other", "a.conf") };
    const { backups } = await storeOf(world).create({ ...request, captures: [...request.captures, other] });
    expect(backups.map(({ metadata }) => metadata["key"])).toContain("file_a.conf_2");
    expect(backups[0]?.sourcePath).not.toBe(backups[4]?.sourcePath);
  });

  test("is on disk before the index names it", async () => {
    const world = createWorld();
    await storeOf(world).create(pointOf(world));
    const [captured, synced] = ["captured app", "synced"].map((name) => world.steps.indexOf(name));
    expect(captured).toBeLessThan(synced ?? 0);
    expect(synced).toBeLessThan(world.steps.lastIndexOf("index renamed"));
  });

  test.each(["captured b.conf", "captured services", "begun app", "captured app", "synced"])(
    "leaves nothing when it fails: %s",
    async (step) => {
      const world = createWorld();
      const store = storeOf(world);
      const { backups } = await store.create(fileOf(world, "old.conf"));
      world.failing.add(step);
      await expect(store.create(pointOf(world))).rejects.toMatchObject({ code: "BACKUP_FAILED" });
      expect(store.list()).toEqual(backups);
      const left = readdirSync(world.folder).filter((name) => /^[0-9a-f]{16}_/.test(name));
      expect(left).toEqual([basename(backups[0]?.backupPath ?? "")]);
    },
  );

  test("leaves nothing when it is cancelled", async () => {
    const world = createWorld();
    const controller = new AbortController();
    const store = storeOf(world, { disk: diskCalling(() => controller.abort()) });
    const creation = store.create(pointOf(world, { signal: controller.signal }));
    await expect(creation).rejects.toMatchObject({
      code: "BACKUP_FAILED",
      message: expect.stringContaining("cancelled"),
    });
    expect(store.list()).toEqual([]);
    expect(readdirSync(world.folder).filter((name) => /^[0-9a-f]{16}_/.test(name))).toEqual([]);
  });
});

/** The store's own disk; `onFirst` is called when the first index is there, before anything is captured. */
function diskCalling(onFirst: () => void) {
  return {
    replace: (path: string, text: string) => {
      writeFileSync(path, text);
      onFirst();
    },
    ...{ remove: async () => undefined, syncAll: async () => undefined, log: () => undefined },
  };
}

describe("two backups in one second", () => {
  test("have two ids, and the later is the newer", async () => {
    const world = createWorld();
    const store = storeOf(world);
    const made = [await store.create(fileOf(world, "a.conf")), await store.create(fileOf(world, "b.conf"))];
    expect(store.list().map(({ sourcePath }) => basename(sourcePath))).toEqual(["b.conf", "a.conf"]);
    expect(new Set(made.map(({ backups }) => backups[0]?.backupId)).size).toBe(2);
  });
});

describe("the backup before it", () => {
  const seal = { suffix: ".age", encrypt: () => new PassThrough(), decrypt: () => new PassThrough() };
  const to = (...recipients: string[]): { readonly sealing: Sealing } => ({ sealing: { seal, recipients } });
  test.each([
    ["plain after plain", {}, {}, true],
    ["encrypted after plain", {}, to("age1x"), false],
    ["plain after encrypted", to("age1x"), {}, false],
    ["for the same recipients", to("age1x", "age1y"), to("age1y", "age1x"), true],
    ["for one recipient less", to("age1x", "age1y"), to("age1x"), false],
    ["with a passphrase", to(), to(), false],
  ])("%s", async (_, first, second, isGiven) => {
    const world = createWorld();
    const store = storeOf(world);
    const { backups } = await store.create(fileOf(world, "a.conf", first));
    await store.create(fileOf(world, "b.conf", second));
    await store.create(fileOf(world, "a.conf", second));
    expect(world.drafts.at(-1)?.previous).toEqual(isGiven ? backups[0] : undefined);
  });
});

describe("what is not captured", () => {
  const home = createWorld().home;
  const CASES: readonly (readonly [string, readonly Capture[], string])[] = [
    ["a relative path", [{ backupType: "file", source: "etc/app" }], "absolute"],
    ["a path twice", [file("/etc/hosts"), file("/etc//hosts/")], "twice"],
    ["the root, with the backups in it", [file("/")], "holds the backups themselves"],
    [
      "the server of a database of the point",
      [
        { backupType: "service", source: ["web", "postgresql@17-main.service"] },
        { backupType: "database", source: { type: "postgresql", database: "app", host: "/run/postgresql" } },
      ],
      "would be stopped",
    ],
    ["a name with NUL", [file(`${home}/x\0y`)], "NUL"],
  ];
  test.each(CASES)("%s", async (_, captures, message) => {
    const world = createWorld();
    const refused = { code: "BACKUP_SOURCE_UNUSABLE", message: expect.stringContaining(message) };
    await expect(storeOf(world).create(pointOf(world, { captures }))).rejects.toMatchObject(refused);
    expect(existsSync(join(world.folder, "backups_index.json"))).toBe(false);
  });

  function file(source: string): Capture {
    return { backupType: "file", source };
  }

  test("more than there is room for", async () => {
    const world = createWorld();
    world.estimateBytes = 2 ** 52;
    await expect(storeOf(world).create(pointOf(world))).rejects.toMatchObject({
      ...{ code: "BACKUP_FULL", facts: { path: world.folder } },
    });
    expect(world.drafts).toEqual([]);
  });

  test.each([
    ["a description of more than the index holds", { description: "x".repeat(64 * 1024 + 1) }],
    ["a module with a NUL in its name", { moduleName: "a\0b" }],
  ])("%s, so that the index can be read again", async (_, words) => {
    const world = createWorld();
    const store = storeOf(world);
    await expect(store.create(pointOf(world, words))).rejects.toMatchObject({ code: "BACKUP_SOURCE_UNUSABLE" });
    expect(store.units()).toEqual([]);
  });

  test.runIf(process.getuid?.() === 0)("anything, into a folder of somebody else", async () => {
    const world = createWorld();
    mkdirSync(world.folder, { mode: 0o700 });
    chownSync(world.folder, 12345, 12345);
    await expect(storeOf(world).create(pointOf(world))).rejects.toMatchObject({
      ...{ code: "BACKUP_UNWRITABLE", message: expect.stringContaining("belongs to somebody else") },
    });
  });

  test("anything, into a folder that others may write to", async () => {
    const world = createWorld();
    mkdirSync(world.folder);
    chmodSync(world.folder, 0o777);
    await expect(storeOf(world).create(pointOf(world))).rejects.toMatchObject({ code: "BACKUP_UNWRITABLE" });
  });

  test("anything, while another process has the folder", async () => {
    const world = createWorld();
    mkdirSync(world.folder, { mode: 0o700 });
    const lock = await takeLock({ folder: world.folder, clock: clockOf(world), waitMilliseconds: 0 });
    const store = storeOf(world);
    await expect(store.create(pointOf(world))).rejects.toMatchObject({
      ...{ code: "BACKUP_LOCKED", message: expect.stringContaining(`${process.pid}`) },
    });
    expect(store.units()).toEqual([]);
    lock.release();
    await store.create(pointOf(world));
    expect(store.units()).toHaveLength(1);
  });

  test("nothing, though asked for from one process at the same time", async () => {
    const world = createWorld();
    const store = storeOf(world);
    await Promise.all([1, 2, 3].map(() => store.create(pointOf(world, { signal: NEVER }))));
    expect(store.units()).toHaveLength(3);
  });
});
