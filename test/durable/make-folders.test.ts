// A folder with all that is missing above it: made where that can be, and else refused at once, as the system says it.

import { statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeFolders } from "../../src/durable/index.js";
import { temporaryFolder } from "../support/index.js";

it("makes what is missing, for its owner alone, and is content with what is there", () => {
  const folder = temporaryFolder();
  makeFolders(join(folder, "a/b/c"));
  makeFolders(join(folder, "a/b/c"));
  expect(["a", "a/b", "a/b/c"].map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o700, 0o700, 0o700]);
});

it.each([
  ["a file", (path: string) => writeFileSync(path, ""), "EEXIST"],
  ["a link to nowhere", (path: string) => symlinkSync("nowhere", path), "EEXIST"],
])("does not take %s for a folder", (_, put, code) => {
  const path = join(temporaryFolder(), "x");
  put(path);
  expect(() => makeFolders(path)).toThrow(code);
  expect(() => makeFolders(join(path, "below"))).toThrow(/ENOTDIR|EEXIST/);
});

it("comes back from a file system in which no folder can be made", () => {
  expect(() => makeFolders("/proc/nothing/is/made/here")).toThrow("ENOENT");
});
