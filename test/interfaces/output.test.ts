// What interfaces print: where it goes, in which order, and how much of it is kept.

import { describe, expect, test } from "vitest";
import { makeWorld } from "./world.js";

const tailOf = async (script: string, options: Parameters<typeof makeWorld>[1] = {}) => {
  const world = makeWorld(`ArtifactInstall) ${script}; exit 1;;`, options);
  const outcome = await world.run("ArtifactInstall");
  return { tail: outcome.ok ? [] : outcome.outputTail, log: world.log };
};

describe("the output of a state", () => {
  test.each<[string, string, readonly string[]]>([
    ["both streams, in order", "echo a; echo b >&2; echo c", ["a", "b", "c"]],
    ["what is written by the names of the streams", "echo a > /dev/stdout; echo b > /dev/stderr", ["a", "b"]],
    ["a last line without its end", "printf 'a\\nb'", ["a", "b"]],
    ["empty lines", "printf '\\n\\na\\n'", ["", "", "a"]],
    ["control characters, made visible", "printf 'a\\033[31m\\tb\\000c\\r\\n'", ["a\\x1b[31m\tb\\x00c"]],
    ["bytes that are no UTF-8", "printf '\\377a\\n'", ["\ufffda"]],
    ["long lines, cut", "head -c 10000 /dev/zero | tr '\\0' x", [`${"x".repeat(4096)} […]`]],
  ])("has %s", async (_, script, expected) => {
    expect((await tailOf(script)).tail).toEqual(expected);
  });

  test("is kept up to its last lines, and logged up to a limit", async () => {
    const { tail, log } = await tailOf("seq 1 100", { limits: { loggedLines: 50 } });
    expect(tail).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 61)));
    const lines = log.filter((line) => line.startsWith("info rtos.R1 ArtifactInstall: "));
    expect(lines.length).toBe(50);
    expect(log).toContain("warning rtos.R1 ArtifactInstall: further output is not logged");
  });

  test("is kept up to a size", async () => {
    const { tail } = await tailOf("for i in 1 2 3; do head -c 4000 /dev/zero | tr '\\0' x; echo; done");
    expect(tail.length).toBe(2);
  });

  test("of 200 megabytes does not grow the memory", async () => {
    const before = process.memoryUsage().rss;
    const { tail } = await tailOf("head -c 200000000 /dev/zero; echo; yes | head -c 2000000", {
      limits: { loggedLines: 10 },
    });
    expect(tail.length).toBe(40);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });
});
