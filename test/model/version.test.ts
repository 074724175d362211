// Versions as people write them: what is the same version, which is newer, what a range includes.

import { describe, expect, test } from "vitest";
import { identityOf, semverScheme } from "../../src/model/index.js";

const { canonical, compare, range, overlap } = semverScheme;

describe("the one spelling of a version", () => {
  test.each([
    ["1.2.3", "1.2.3"],
    ["v1.2.3", "1.2.3"],
    ["1", "1.0.0"],
    ["v2", "2.0.0"],
    ["1.10", "1.10.0"],
    ["1.1", "1.1.0"],
    ["0", "0.0.0"],
    ["01.02.03", undefined],
    ["1.0.0-rc.1", "1.0.0-rc.1"],
    ["v1-rc.1", "1.0.0-rc.1"],
    ["1.0-beta", "1.0.0-beta"],
    ["1.0.0-0", "1.0.0-0"],
    ["1.0.0-01", undefined],
    ["1.0.0+build.5", "1.0.0+build.5"],
    ["v1+5", "1.0.0+5"],
    ["1.0.0-rc.1+b", "1.0.0-rc.1+b"],
    ["9007199254740991.0.0", "9007199254740991.0.0"],
    ["9007199254740992.0.0", undefined],
    [`1.${"9".repeat(300)}`, undefined],
    ["1.2.3.4", undefined],
    ["V1", undefined],
    ["vv1", undefined],
    [" 1.0.0", undefined],
    ["1.0.0 ", undefined],
    ["1.0.0\n", undefined],
    ["1.x", undefined],
    ["*", undefined],
    ["", undefined],
    ["-1", undefined],
    ["1.-1", undefined],
    ["1..2", undefined],
    ["1.0.0-", undefined],
    ["1.0.0+", undefined],
    ["rtos-v1", undefined],
    ["latest", undefined],
    ["__proto__", undefined],
  ])("%j is %j", (text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(identityOf(semverScheme, text)).toBe(expected ?? text);
  });

  test("of the one spelling is itself", () => {
    for (const text of ["v2", "1.10", "v1-rc.1", "v1+5"]) {
      const spelling = canonical(text) ?? "";
      expect(canonical(spelling)).toBe(spelling);
    }
  });
});

describe("which version is newer", () => {
  test.each([
    ["1.9.0", "1.10.0", -1],
    ["1.10", "1.9", 1],
    ["v2", "2.0.0", 0],
    ["2.0.0-rc.1", "2.0.0", -1],
    ["2.0.0-rc.2", "2.0.0-rc.10", -1],
    ["2.0.0-alpha", "2.0.0-1", 1],
    ["1.0.0+a", "1.0.0+b", 0],
    ["1.0.0+a", "1.0.1", -1],
  ])("%s to %s", (a, b, expected) => {
    expect(compare(a, b)).toBe(expected);
    expect(compare(b, a)).toBe(expected === 0 ? 0 : -expected);
  });

  test.each([
    ["1.0.0", "factory"],
    ["factory", "factory"],
    ["1.x", "1.0.0"],
  ])("%s and %s cannot be compared", (a, b) => {
    expect(compare(a, b)).toBeUndefined();
  });

  test("builds that compare as equal are versions of their own all the same", () => {
    expect(canonical("1.0.0+a")).not.toBe(canonical("1.0.0+b"));
  });
});

describe("a range", () => {
  test.each([
    [">=2.0", ["2.0.0", "v2", "3"], ["1.9.9", "2.0.0-rc.1"]],
    ["1.x", ["1", "v1.99"], ["2.0.0", "0.9", "1.5.0-rc.1"]],
    ["v1.x", ["1.2.3"], ["2"]],
    ["1.2 || 2.x", ["1.2.9", "2.5"], ["1.3.0", "3"]],
    [">=1.2 <2.0", ["1.2", "1.99"], ["2.0.0", "1.1"]],
    ["1.2 - 1.4", ["1.4.9"], ["1.5.0"]],
    ["^1.2", ["1.9"], ["2"]],
    ["~1.2", ["1.2.9"], ["1.3"]],
    [">=2.0.0-alpha", ["2.0.0-rc.1", "2.0.0"], ["2.1.0-rc.1"]],
    ["=1.0.0", ["1.0.0", "1.0.0+b"], ["1.0.1"]],
    [">1.0.0", ["1.0.1"], ["1.0.0+b", "rtos-v2", ""]],
  ])("%s", (text, inside, outside) => {
    const parsed = range(text);
    expect(inside.map((version) => parsed?.includes(version))).toEqual(inside.map(() => true));
    expect(outside.map((version) => parsed?.includes(version))).toEqual(outside.map(() => false));
  });

  test.each(["1.0.0", "v2", "1", "", "  ", "rtos-v1", "latest", ">=1,<2", ">>1", "~> one", "x".repeat(300), "1.0.0.0"])(
    "%j is none",
    (text) => {
      expect(range(text)).toBeUndefined();
    },
  );

  test("of which pre-releases are left out says so", () => {
    expect(range(">=1")?.reaches("2.0.0-rc.1")).toBe(true);
    expect(range("<2.0.0")?.reaches("2.0.0-rc.1")).toBe(true);
    expect(range(">=3")?.reaches("2.0.0-rc.1")).toBe(false);
    expect(range(">=1")?.reaches("factory")).toBe(false);
  });

  test.each([
    [">2 <1", true],
    ["<0.0.0-0", true],
    [">=1 <1.0.1", false],
    [">1.0.0-alpha <1.0.0", false],
    ["x", false],
  ])("%s is empty: %s", (text, expected) => {
    expect(range(text)?.isEmpty()).toBe(expected);
  });

  test.each([
    [">=3", "2.9", true],
    [">=3", "v3", false],
    ["1.x", "2.0.0", false],
    ["1.x || >=3", "2.0.0", false],
    [">2 <1", "1.5.0", false],
    [">=3", "factory", false],
  ])("%s is above %s: %s", (text, version, expected) => {
    expect(range(text)?.isAbove(version)).toBe(expected);
  });

  test.each([
    ["1.x", ">=1.5", true],
    ["1.x", "2.x", false],
    ["<2", ">=2", false],
    ["1.x || 3.x", "2.x || >=3.5", true],
    [">2 <1", "*", false],
    ["1.0.0", "1.x", false],
    ["no", "range", false],
  ])("%s and %s have a version in common: %s", (a, b, expected) => {
    expect(overlap(a, b)).toBe(expected);
    expect(overlap(b, a)).toBe(expected);
  });
});
