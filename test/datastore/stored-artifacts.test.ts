// What stays of artifacts for a way back: a link or a copy, whole, under its name; and nothing else.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { storedArtifacts } from "../../src/datastore/stored-artifacts.js";
import { temporaryFolder } from "../support/index.js";

function storeWith(text: string) {
  const folder = temporaryFolder();
  const path = join(folder, "board.mender");
  writeFileSync(path, text);
  return { folder, path, store: storedArtifacts(join(folder, "system")), kept: join(folder, "system", "artifacts") };
}

test("a link needs no room, and outlives the original", async () => {
  const { path, store } = storeWith("v1");
  expect(store.find("a.mender")).toBeUndefined();
  expect(await store.add({ fileName: "a.mender", path, mayCopy: false })).toBe(true);
  expect(statSync(store.find("a.mender") ?? "").ino).toBe(statSync(path).ino);
  rmSync(path);
  expect(readFileSync(store.find("a.mender") ?? "", "utf8")).toBe("v1");
  expect(await store.add({ fileName: "a.mender", path, mayCopy: false })).toBe(true);
});

test("others are removed, and what a crash has left of a copy", async () => {
  const { path, store, kept } = storeWith("v1");
  for (const fileName of ["a.mender", "b.mender"]) await store.add({ fileName, path, mayCopy: false });
  writeFileSync(join(kept, "c.mender.part"), "half");
  store.keepOnly(["b.mender", "never-there.mender"]);
  expect(readdirSync(kept)).toEqual(["b.mender"]);
});

test("nothing was kept yet: there is nothing to remove", () => {
  expect(() => storeWith("v1").store.keepOnly([])).not.toThrow();
});

test("what is gone cannot be kept", async () => {
  const { folder, store } = storeWith("v1");
  const file = { fileName: "a.mender", path: join(folder, "gone.mender"), mayCopy: true };
  await expect(store.add(file)).rejects.toMatchObject({ code: "ENOENT" });
  expect(store.find("a.mender")).toBeUndefined();
});

/** A file system of its own on every Linux. */
const ELSEWHERE = "/dev/shm";

test("from another file system there is a copy where that is allowed, and else nothing", async () => {
  const { folder, store, kept } = storeWith("v1");
  const other = mkdtempSync(join(ELSEWHERE, "orchestrator-"));
  try {
    const path = join(other, "board.mender");
    writeFileSync(path, "v2");
    expect(await store.add({ fileName: "a.mender", path, mayCopy: false })).toBe(false);
    expect(store.find("a.mender")).toBeUndefined();
    expect(await store.add({ fileName: "a.mender", path, mayCopy: true })).toBe(true);
    expect(readFileSync(store.find("a.mender") ?? "", "utf8")).toBe("v2");
    expect(readdirSync(kept)).toEqual(["a.mender"]);
    mkdirSync(join(folder, "system", "artifacts", "b.mender.part"));
    await expect(store.add({ fileName: "b.mender", path, mayCopy: true })).rejects.toThrow();
    expect(store.find("b.mender")).toBeUndefined();
  } finally {
    rmSync(other, { recursive: true });
  }
});
