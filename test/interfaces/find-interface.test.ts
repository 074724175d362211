// Where interfaces are found, and how it is said that they are not.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findInterface } from "../../src/interfaces/index.js";
import { temporaryFolder } from "../support/index.js";

function folders() {
  const root = temporaryFolder();
  const [first, second] = [join(root, "first"), join(root, "second")];
  for (const folder of [first, second]) mkdirSync(folder);
  const put = (folder: string, name: string, mode: number) =>
    writeFileSync(join(folder, name), "#!/bin/sh\n", { mode });
  put(first, "both", 0o755);
  put(second, "both", 0o755);
  put(second, "other", 0o755);
  put(first, "plain", 0o644);
  mkdirSync(join(first, "folder"));
  symlinkSync("both", join(first, "linked"));
  symlinkSync("nothing", join(first, "dangling"));
  return { first, second, all: [join(root, "absent"), first, second] };
}

describe("an interface", () => {
  test.each([
    ["both", "first"],
    ["other", "second"],
    ["linked", "first"],
  ] as const)("%s is found in the %s folder, under its own name", async (name, folder) => {
    const made = folders();
    expect(await findInterface(name, made.all)).toBe(join(made[folder], name));
  });

  test.each([
    ["missing", "INTERFACE_NOT_FOUND"],
    ["dangling", "INTERFACE_NOT_FOUND"],
    ["plain", "INTERFACE_NOT_EXECUTABLE"],
    ["folder", "INTERFACE_NOT_EXECUTABLE"],
    ["../first/both", "INTERFACE_NAME_INVALID"],
    ["..", "INTERFACE_NAME_INVALID"],
    ["", "INTERFACE_NAME_INVALID"],
  ])("%s is refused: %s", async (name, code) => {
    await expect(findInterface(name, folders().all)).rejects.toMatchObject({ code });
  });

  test("that is not found is told with all the folders", async () => {
    const { all } = folders();
    await expect(findInterface("missing", all)).rejects.toThrow(all.join(", "));
  });
});
