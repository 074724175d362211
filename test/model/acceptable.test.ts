// Combinations against tables and requirements, one at a time.

import { describe, expect, test } from "vitest";
import {
  type Cell,
  type Constraints,
  type ConstraintTable,
  identityOf,
  type Requirement,
  refusingRule,
  semverScheme,
  type VersionMatcher,
} from "../../src/model/index.js";

const location = { file: "manifest.yaml", line: 1 };

function matcher(text: string): VersionMatcher {
  if (text === "*") return { kind: "any" };
  if (semverScheme.range(text) !== undefined) return { kind: "range", range: text };
  return { kind: "exact", version: identityOf(semverScheme, text) };
}

function cell(text: string): Cell {
  return { text, matchers: text.split(", ").map(matcher) };
}

/** `a=v1 b=v2`, with `!` in front for a row that refuses. */
function row(text: string, list: "end_states" | "transition_states", number: number) {
  const parts = text.replace(/^!/, "").split("; ").filter(Boolean);
  const cells = Object.fromEntries(
    parts
      .map((part) => part.split("=", 2))
      .map(([type = "", versions = ""]) => [type, cell(versions.replace("~", ">="))]),
  );
  return { list, number, acceptable: !text.startsWith("!"), cells, location } as const;
}

interface Given {
  readonly end?: readonly string[];
  readonly way?: readonly string[];
  readonly unlisted?: "acceptable";
}

function table({ end = [], way = [], unlisted }: Given, name = "system"): ConstraintTable {
  const rows = [
    ...end.map((text, index) => row(text, "end_states", index + 1)),
    ...way.map((text, index) => row(text, "transition_states", index + 1)),
  ];
  const columns = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  return { name, path: "constraints", columns, unlisted: unlisted ?? "refused", rows, location };
}

function judge(constraints: Constraints, combination: string): string {
  const versions = new Map(
    combination.split(" ").map((part) => {
      const [type = "", version = ""] = part.split("=");
      return [type, identityOf(semverScheme, version)] as const;
    }),
  );
  const said = (["transition", "end"] as const).map((side) => {
    const rule = refusingRule(constraints, versions, side);
    if (rule?.kind === "row") return `${rule.row.list} ${rule.row.number}`;
    return rule?.kind ?? "fine";
  });
  return said.join(" | ");
}

describe("a closed table", () => {
  const seed = table({ end: ["g=v1; r=v1", "g=v2; r=v2"], way: ["g=v2; r=v1", "!g=v1; r=v2"] });
  test.each([
    ["g=v1 r=v1", "fine | fine"],
    ["g=2.0.0 r=2.0", "fine | fine"],
    ["g=v2 r=v1", "fine | unlisted"],
    ["g=v1 r=v2", "transition_states 2 | transition_states 2"],
    ["g=v3 r=v1", "unlisted | unlisted"],
    ["g=v1+build r=v1", "unlisted | unlisted"],
    ["g=v1 r=v1 camera=v9", "fine | fine"],
    ["g=v1", "fine | fine"],
    ["g=v3", "unlisted | unlisted"],
    ["r=v2", "fine | fine"],
    ["camera=v9", "fine | fine"],
  ])("%s: %s", (combination, expected) => {
    expect(judge({ tables: [seed], requirements: [] }, combination)).toBe(expected);
  });
});

describe("a refusal wins", () => {
  test.each<[Given, string, string]>([
    [{ end: ["a=*; b=*", "!a=v1; b=v2"] }, "a=v1 b=v2", "end_states 2 | end_states 2"],
    [{ end: ["!a=v1; b=v2"], way: ["a=v1; b=v2"] }, "a=v1 b=v2", "end_states 1 | end_states 1"],
    [{ end: ["!a=v1", "a=*"] }, "a=v1", "end_states 1 | end_states 1"],
    [{ end: ["!a=v1", "a=*"] }, "a=v2", "fine | fine"],
    [{ unlisted: "acceptable", way: ["!a=v1; b=v2"] }, "a=v1 b=v2", "transition_states 1 | transition_states 1"],
  ])("%j: %s", (given, combination, expected) => {
    expect(judge({ tables: [table(given)], requirements: [] }, combination)).toBe(expected);
  });

  test.each([
    ["!a=v1; b=v2", "a=v1", "fine | fine"],
    ["!a=v1; b=*", "a=v1", "transition_states 1 | transition_states 1"],
    ["!a=v1; b=v2, *", "a=v1", "transition_states 1 | transition_states 1"],
    ["!a=*; b=v2", "b=v2", "transition_states 1 | transition_states 1"],
    ["!a=v1; b=v2", "b=v2", "fine | fine"],
    ["!a=v1; b=~0.0", "a=v1", "fine | fine"],
  ])("without components of one type, %s counts for %s: %s", (refusing, combination, expected) => {
    const open = table({ unlisted: "acceptable", way: [refusing] });
    expect(judge({ tables: [open], requirements: [] }, combination)).toBe(expected);
  });
});

describe("an open table", () => {
  const open = table({ unlisted: "acceptable", end: ["a=v1; b=v1"], way: ["a=v2; b=v1", "!a=v2; b=v2"] });
  test.each([
    ["a=v1 b=v1", "fine | fine"],
    ["a=v2 b=v1", "fine | unlisted"],
    ["a=v2 b=v2", "transition_states 2 | transition_states 2"],
    ["a=v9 b=v9", "fine | fine"],
  ])("%s: %s", (combination, expected) => {
    expect(judge({ tables: [open], requirements: [] }, combination)).toBe(expected);
  });
});

describe("cells", () => {
  test.each([
    ["a=v1, v3", "a=v3", "fine | fine"],
    ["a=v1, v3", "a=v2", "unlisted | unlisted"],
    ["a=~2.0, 1.5.0", "a=1.5", "fine | fine"],
    ["a=~2.0, 1.5.0", "a=2.7", "fine | fine"],
    ["a=~2.0, 1.5.0", "a=2.1.0-rc.1", "unlisted | unlisted"],
    ["a=~2.0", "a=blue", "unlisted | unlisted"],
    ["a=blue", "a=blue", "fine | fine"],
    ["a=1.x", "a=v1.7", "fine | fine"],
    ["toString=v1", "toString=v1", "fine | fine"],
    ["constructor=v1", "a=v1", "fine | fine"],
  ])("%s and %s: %s", (cells, combination, expected) => {
    expect(judge({ tables: [table({ end: [cells] })], requirements: [] }, combination)).toBe(expected);
  });
});

describe("requirements", () => {
  const requirement = (type: string, version: string, needed: readonly [string, string]): Requirement => {
    const needs = { type: needed[0], version: cell(needed[1]) };
    return { type, version: cell(version), needs, path: "constraints.requires[0]", location };
  };
  test.each([
    ["r=2.0.0 g=2.1", "fine | fine"],
    ["r=2.0.0 g=1.9", "requirement | requirement"],
    ["r=1.0.0 g=1.9", "fine | fine"],
    ["r=2.0.0", "fine | fine"],
    ["g=1.0", "fine | fine"],
  ])("%s: %s", (combination, expected) => {
    const requirements = [requirement("r", ">=2", ["g", ">=2.0"])];
    expect(judge({ tables: [], requirements }, combination)).toBe(expected);
  });

  test("every table and every requirement must agree, tables first", () => {
    const tables = [table({ end: ["a=*"] }, "one"), table({ end: ["a=v1"] }, "two")];
    const requirements = [requirement("a", "v1", ["b", "v1"])];
    expect(judge({ tables, requirements }, "a=v1 b=v1")).toBe("fine | fine");
    expect(judge({ tables, requirements }, "a=v1 b=v2")).toBe("requirement | requirement");
    expect(judge({ tables, requirements }, "a=v2 b=v2")).toBe("unlisted | unlisted");
  });
});
