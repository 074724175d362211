// What holds for every shipped interface.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/index.js";
import { call, shippedFolder } from "./script.js";

const names = readdirSync(shippedFolder);

test("these are shipped", () => {
  expect(names.sort()).toEqual(["directory", "directory-module", "rootfs-image", "rtos", "single-file"]);
});

test("parts that several have are the same in all: each must work when it is copied alone", () => {
  const blocks = new Map<string, Set<string>>();
  for (const name of names) {
    const text = readFileSync(join(shippedFolder, name), "utf8");
    for (const [block, title = ""] of text.matchAll(
      /# --- shared block: (\S+)\n[\s\S]*?# --- end of shared block\n/g,
    )) {
      blocks.set(title, (blocks.get(title) ?? new Set()).add(block));
    }
  }
  expect(Object.fromEntries([...blocks].map(([title, versions]) => [title, versions.size]))).toEqual({
    json: 1,
    publish: 1,
    beside: 1,
    keeper: 1,
    archive: 1,
  });
});

test.each(names)("%s says nothing to an unknown first argument, nor to none", async (name) => {
  const subject = { path: join(shippedFolder, name), workDir: temporaryFolder(), args: ["type", "what=ever"] };
  expect(await call(subject, "UnheardOf")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  expect(await call(subject, "")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
});
