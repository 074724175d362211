// A file that is digested while it is written: what lies there is what was given, and the digest is the one that sha256sum gives.

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, test } from "vitest";
import { createDigestedFile } from "../../../src/rollback/tree/digested-file.js";
import { temporaryFolder } from "../../support/index.js";

const PIECES = [1, 0, 70_000, 16, 3_000_000, 7].map((bytes) => randomBytes(bytes));

test("holds all pieces in their order, also those that came while others were written", async () => {
  const path = join(temporaryFolder(), "file");
  const file = createDigestedFile(path);
  for (const piece of PIECES) file.stream.write(piece);
  await pipeline(Readable.from(PIECES), file.stream);
  const whole = Buffer.concat([...PIECES, ...PIECES]);
  expect(readFileSync(path).equals(whole)).toBe(true);
  const [checksum] = execFileSync("sha256sum", [path]).toString().split(" ");
  expect(file.digested()).toEqual({ checksum, storedBytes: whole.length });
});

test("is never one that was there", () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "of somebody");
  expect(() => createDigestedFile(path)).toThrow("EEXIST");
  expect(readFileSync(path, "utf8")).toBe("of somebody");
});

test("is closed when it is given up in the middle of a write", async () => {
  const path = join(temporaryFolder(), "file");
  const { stream } = createDigestedFile(path);
  const closed = new Promise((resolve) => stream.once("close", resolve));
  stream.write(PIECES[4]);
  stream.destroy();
  await closed;
  const open = readdirSync("/proc/self/fd").map(targetOf);
  expect(open).not.toContain(path);
  expect(readFileSync(path).length).toBe(PIECES[4]?.length);
});

/** Of a descriptor; that of the folder which was read for them is gone by now. */
function targetOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return "";
  }
}
