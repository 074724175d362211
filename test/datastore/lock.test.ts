// The lock of a data store: one process at a time, and free as soon as its holder is gone, however it went.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lockHolder, takeLock } from "../../src/datastore/lock.js";
import { requirePrograms, temporaryFolder } from "../support/index.js";

const suite = requirePrograms(["flock"], { package: "util-linux" });

suite("takeLock", () => {
  it("is refused while it is held, names the holder, and is free when released", async () => {
    const root = join(temporaryFolder(), "store");
    const lock = await takeLock(root);
    await expect(takeLock(root)).rejects.toMatchObject({
      code: "DATASTORE_LOCKED",
      exitCode: 7,
      message: expect.stringContaining(String(process.pid)),
    });
    expect(lockHolder(root)).toBe(process.pid);
    lock.release();
    expect(lockHolder(root)).toBeUndefined();
    (await takeLock(root)).release();
  });

  it("frees itself when the holder is killed", async () => {
    const root = temporaryFolder();
    const lockFile = join(root, "lock");
    writeFileSync(lockFile, "");
    const holder = spawn("flock", ["-x", "--no-fork", lockFile, "sh", "-c", "echo held; exec cat"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(holder.stdout, "data");
    await expect(takeLock(root)).rejects.toMatchObject({ code: "DATASTORE_LOCKED" });
    const ended = once(holder, "close");
    holder.kill("SIGKILL");
    await ended;
    (await takeLock(root)).release();
  });

  it("is not handed on to the programs that are started while it is held", async () => {
    const root = temporaryFolder();
    const lock = await takeLock(root);
    const child = spawn("cat", [], { stdio: ["pipe", "ignore", "inherit"] });
    await once(child, "spawn");
    lock.release();
    (await takeLock(root)).release();
    child.stdin.end();
    await once(child, "close");
  });

  it("says which path cannot be written", async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, "file"), "");
    await expect(takeLock(join(root, "file", "store"))).rejects.toMatchObject({
      code: "DATASTORE_UNWRITABLE",
      message: expect.stringContaining("ENOTDIR"),
    });
  });
});
