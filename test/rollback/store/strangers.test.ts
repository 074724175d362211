// What is not a file, or has no end, in the place of a file of the store: a pipe, a socket, a device behind a link, gigabytes. Each
// is refused by name in bounded time, or said; none is waited for, and none is written into.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../support/index.js";
import { NO_FILES, STRANGERS, sparse } from "../strangers.js";
import { createWorld, SILENT, storeOf, type World } from "./fakes.js";
import { fileOf, NEVER } from "./requests.js";

async function worldWith(name: string, make: (path: string) => unknown): Promise<World> {
  const world = createWorld();
  mkdirSync(world.folder, { mode: 0o700 });
  await make(join(world.folder, name));
  return world;
}

describe.each(Object.entries(STRANGERS))("%s", (_name, make) => {
  test("as the index is refused by whatever reads it", async () => {
    const world = await worldWith("backups_index.json", make);
    const store = storeOf(world);
    // What is readable as a folder only says so when it is read.
    const refusal = { code: expect.stringMatching(/^BACKUP_(INDEX_DAMAGED|UNWRITABLE)$/) };
    expect(() => store.list()).toThrow(expect.objectContaining(refusal));
    await expect(store.create(fileOf(world, "a.conf"))).rejects.toMatchObject(refusal);
    await expect(store.restore({ ids: ["0".repeat(16)], signal: NEVER })).rejects.toMatchObject(refusal);
    const retention = { maxAgeDays: 0, keepMinimum: 0 };
    await expect(store.prune({ retention, isFree: () => true, signal: NEVER })).rejects.toMatchObject(refusal);
    expect(world.steps.filter((step) => step !== "repaired")).toEqual([]);
  });
});

describe.each(Object.entries(NO_FILES))("%s", (_name, make) => {
  test("as the lock is refused", async () => {
    const world = await worldWith(".lock", make);
    await expect(storeOf(world).create(fileOf(world, "a.conf"))).rejects.toMatchObject({
      code: "BACKUP_UNWRITABLE",
      message: expect.stringContaining(join(world.folder, ".lock")),
    });
    expect(world.steps).toEqual([]);
  });

  test("as the log costs a line of it, and no backup", async () => {
    const world = await worldWith("operations.log", make);
    const warnings: string[] = [];
    const log = { ...SILENT, warning: (line: string) => void warnings.push(line) };
    const { backups } = await storeOf(world, { log }).create(fileOf(world, "a.conf"));
    expect(backups).toHaveLength(1);
    expect(warnings).toEqual([
      expect.stringContaining(`${join(world.folder, "operations.log")}, could not be written`),
    ]);
    expect(statSync(join(world.folder, "operations.log")).isFile()).toBe(false);
  });
});

test("a lock of 8 GiB is a lock, and is not read as a whole", async () => {
  const world = await worldWith(".lock", sparse);
  await storeOf(world).create(fileOf(world, "a.conf"));
  expect(
    execFileSync("head", ["-c", "16", join(world.folder, ".lock")])
      .toString()
      .trim(),
  ).toBe(`${process.pid}`);
});

test("a log of 8 GiB makes room for a new one", async () => {
  const world = await worldWith("operations.log", sparse);
  await storeOf(world).create(fileOf(world, "a.conf"));
  expect(readFileSync(join(world.folder, "operations.log"), "utf8")).toContain('"backup_file"');
});

test("a log that the administrator has led elsewhere goes there", async () => {
  const elsewhere = join(temporaryFolder(), "log");
  const world = await worldWith("operations.log", (path) => symlinkSync(elsewhere, path));
  await storeOf(world).create(fileOf(world, "a.conf"));
  expect(readFileSync(elsewhere, "utf8")).toContain('"backup_file"');
});
