// The digest of a huge hole takes minutes: whoever calls off does not wait for it.

import { execFileSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTarReader } from "../../../src/rollback/tree/tar-reader.js";
import { temporaryFolder } from "../../support/index.js";

test("a hole of half a terabyte is left when it is called off", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "huge"), "");
  truncateSync(join(folder, "huge"), 2 ** 39);
  const packed = execFileSync("tar", ["--create", "--format=posix", "--sparse", "-C", folder, "huge"]);
  const controller = new AbortController();
  const reader = createTarReader(() => expect.unreachable(), controller.signal);
  const read = reader.push(packed);
  controller.abort();
  await expect(read).rejects.toMatchObject({ name: "AbortError" });
  expect(reader.isWhole()).toBe(false);
});
