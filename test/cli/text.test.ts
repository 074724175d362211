// Sizes, durations and texts as a person reads them.

import { describe, expect, it } from "vitest";
import { counted, formatBytes, formatDuration, printable, table, truncated } from "../../src/cli/render/text.js";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [-5, "0 B"],
    [999, "999 B"],
    [1000, "0.98 KiB"],
    [1024, "1.00 KiB"],
    [10 * 1024, "10.0 KiB"],
    [1536 * 1024, "1.50 MiB"],
    [100 * 1024 ** 2, "100 MiB"],
    [2 * 1024 ** 3, "2.00 GiB"],
    [5000 * 1024 ** 4, "5000 TiB"],
  ])("%d → %s", (sizeBytes, expected) => expect(formatBytes(sizeBytes)).toBe(expected));
});

describe("formatDuration", () => {
  it.each([
    [-1, "0.0 s"],
    [40, "0.0 s"],
    [9_949, "9.9 s"],
    [9_951, "10 s"],
    [59_499, "59 s"],
    [59_500, "1 min 00 s"],
    [187_000, "3 min 07 s"],
    [7_500_000, "2 h 05 min"],
    [100 * 3_600_000, "100 h 00 min"],
  ])("%d ms → %s", (milliseconds, expected) => expect(formatDuration(milliseconds)).toBe(expected));
});

describe("printable", () => {
  it.each([
    ["plain text, ünïcode → too", "plain text, ünïcode → too"],
    ["a\tb", "a    b"],
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b]0;title\u0007", "·]0;title·"],
    ["line\r\nnext", "line··next"],
    ["\u009b2J", "·2J"],
  ])("%j → %s", (text, expected) => expect(printable(text)).toBe(expected));
});

describe("truncated", () => {
  it.each([
    ["short", 5, "short"],
    ["longer", 5, "long…"],
    ["longer", 1, "l"],
    ["longer", 0, ""],
  ] as const)("%s to %d", (text, width, expected) => expect(truncated(text, width)).toBe(expected));
});

describe("table", () => {
  it("pads all columns but the last", () => {
    expect(
      table([
        ["a", "bb", "c"],
        ["aaa", "b", "cc"],
      ]),
    ).toEqual(["a    bb  c", "aaa  b   cc"]);
  });

  it("takes rows of different lengths, and none", () => {
    expect(table([["a"], ["b", "c"]])).toEqual(["a", "b  c"]);
    expect(table([])).toEqual([]);
  });
});

describe("counted", () => {
  it.each([
    [0, "0 files"],
    [1, "1 file"],
    [2, "2 files"],
  ])("%d → %s", (count, expected) => expect(counted(count, "file")).toBe(expected));
});
