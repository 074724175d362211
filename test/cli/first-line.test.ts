// The first line of a file, of a pipe that is written into late or never, and of what has no end.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { firstLineOf } from "../../src/cli/first-line.js";
import { temporaryFolder } from "../support/index.js";

function pipe(): string {
  const path = join(temporaryFolder(), "pipe");
  execFileSync("mkfifo", [path]);
  return path;
}

describe("the first line", () => {
  it.each([
    ["one\ntwo\n", "one"],
    ["one", "one"],
    ["", ""],
    ["\n", ""],
    ["x".repeat(40), "x".repeat(12)],
  ])("of the file %j", (text, line) => {
    const path = join(temporaryFolder(), "file");
    writeFileSync(path, text);
    expect(firstLineOf(path, { maxBytes: 10 }).toString()).toBe(line);
  });

  it("of a device without an end is as long as a line can be", () => {
    expect(firstLineOf("/dev/zero", { maxBytes: 10 })).toHaveLength(12);
  });

  it.each(["printf 'se'; sleep 0.1; printf 'cret\\n'; sleep 100", "sleep 0.1; printf secret"])(
    "of a pipe into which is written by %j",
    async (script) => {
      const path = pipe();
      const writer = spawn("sh", ["-c", `exec > "$0"; ${script}`, path], { stdio: "ignore", detached: true });
      const ended = once(writer, "close");
      expect(firstLineOf(path, { maxBytes: 10 }).toString()).toBe("secret");
      process.kill(-(writer.pid ?? expect.unreachable()), "SIGKILL");
      await ended;
    },
  );

  it("of a pipe that nobody writes into is not waited for for ever", () => {
    expect(() => firstLineOf(pipe(), { maxBytes: 10, waitMilliseconds: 60 })).toThrow("nobody writes into it");
  });
});
