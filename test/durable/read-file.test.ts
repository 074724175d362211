// What is not a file, or has no end, is refused at once; a reading that waited would keep the whole worker waiting, and fail it.

import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdirSync, symlinkSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openRegularFile, readRegularFile } from "../../src/durable/index.js";
import { temporaryFolder } from "../support/index.js";

const LIMIT = 1000;

const strangers: Readonly<Record<string, { readonly make: (path: string) => void; readonly says: string }>> = {
  "a named pipe": { make: (path) => execFileSync("mkfifo", [path]), says: "it is a named pipe, not a file" },
  "a folder": { make: (path) => mkdirSync(path), says: "it is a folder, not a file" },
  "a link to a device without an end": {
    make: (path) => symlinkSync("/dev/zero", path),
    says: "it is a device, not a file",
  },
  "a file of 8 GiB": {
    make: (path) => {
      writeFileSync(path, "");
      truncateSync(path, 8 * 1024 ** 3);
    },
    says: "it is larger than 1000 bytes",
  },
};

describe("readRegularFile", () => {
  it.each(Object.entries(strangers))("refuses %s", (_name, { make, says }) => {
    const path = join(temporaryFolder(), "it");
    make(path);
    expect(() => readRegularFile(path, LIMIT)).toThrow(says);
  });

  it("refuses a socket", async () => {
    const path = join(temporaryFolder(), "it");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    expect(() => readRegularFile(path, LIMIT)).toThrow("it is a pipe, a socket or a device, not a file");
    server.close();
  });

  it("follows a link, unless it is told not to", () => {
    const folder = temporaryFolder();
    const [path, link] = [join(folder, "file"), join(folder, "link")];
    writeFileSync(path, "content");
    symlinkSync(path, link);
    expect(readRegularFile(link, LIMIT).toString()).toBe("content");
    expect(() => readRegularFile(link, LIMIT, constants.O_NOFOLLOW)).toThrow("it is a symbolic link, not a file");
  });

  it.each([0, 1, 1000])("reads %d bytes, the limit included", (length) => {
    const path = join(temporaryFolder(), "file");
    writeFileSync(path, "x".repeat(length));
    expect(readRegularFile(path, LIMIT)).toEqual(Buffer.alloc(length, "x"));
  });

  it("reads in pieces, and what has no size", () => {
    const path = join(temporaryFolder(), "file");
    const content = Buffer.alloc(300_000, "0123456789a");
    writeFileSync(path, content);
    expect(readRegularFile(path, 300_000).equals(content)).toBe(true);
    expect(readRegularFile("/proc/self/status", 100_000).toString()).toContain("Pid:");
  });

  it("says what the system says of one that is not there", () => {
    expect(() => readRegularFile(join(temporaryFolder(), "nothing"), LIMIT)).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    );
  });
});

describe("openRegularFile", () => {
  it("makes a file that only its owner reads, and adds to one", () => {
    const path = join(temporaryFolder(), "log");
    for (const line of ["one\n", "two\n"]) {
      const descriptor = openRegularFile(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT);
      writeSync(descriptor, line);
      closeSync(descriptor);
    }
    expect(readRegularFile(path, LIMIT).toString()).toBe("one\ntwo\n");
    expect(execFileSync("stat", ["-c", "%a", path]).toString()).toBe("600\n");
  });

  it("refuses a pipe that nobody reads", () => {
    const path = join(temporaryFolder(), "log");
    execFileSync("mkfifo", [path]);
    expect(() => openRegularFile(path, constants.O_WRONLY)).toThrow("is a pipe, a socket or a device, not a file");
    expect(() => openRegularFile(path, constants.O_RDWR)).toThrow("is a named pipe, not a file");
  });
});
