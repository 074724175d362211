// A file that others read, replaced: whose it is and who may read it stays.

import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { replaceSharedFile } from "../../src/durable/index.js";
import { requirePrograms, temporaryFolder } from "../support/index.js";

describe("replaceSharedFile", () => {
  test("a new file may be read by everybody", () => {
    const path = join(temporaryFolder(), "index.json");
    replaceSharedFile(path, "{}");
    expect(statSync(path).mode & 0o7777).toBe(0o644);
  });

  test.each([0o600, 0o664, 0o444])("mode %o stays", (mode) => {
    const path = join(temporaryFolder(), "index.json");
    writeFileSync(path, "old");
    chmodSync(path, mode);
    replaceSharedFile(path, "new");
    expect([statSync(path).mode & 0o7777, readFileSync(path, "utf8")]).toEqual([mode, "new"]);
  });
});

requirePrograms([], { root: true })("replaceSharedFile as root", () => {
  test("the owner stays, and with them what they may do", () => {
    const path = join(temporaryFolder(), "index.json");
    writeFileSync(path, "old");
    chownSync(path, 1234, 5678);
    chmodSync(path, 0o640);
    replaceSharedFile(path, "new");
    const { uid, gid, mode } = statSync(path);
    expect([uid, gid, mode & 0o7777]).toEqual([1234, 5678, 0o640]);
  });
});
