// Every fixture of a fault gives exactly the code it is named after, at the place that positions.json says (written by
// hand, not by the program); every good one gives nothing.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CATALOGUE } from "../../src/base/index.js";
import { validateFiles } from "../../src/documents/index.js";
import { projectRoot } from "../support/index.js";
import positions from "./fixtures/positions.json" with { type: "json" };

const folder = join(projectRoot, "test", "documents", "fixtures");
const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const bad = names.filter((name) => name.startsWith("bad-")).map((name) => name.slice(0, -".yaml".length));
const good = names.filter((name) => name.startsWith("good-"));

/** The code in the name: the longest that fits, because a suffix may tell fixtures of one code apart. */
function codeOf(name: string): string | undefined {
  const rest = `${name.slice("bad-".length)}-`;
  return Object.keys(CATALOGUE)
    .filter((code) => rest.startsWith(`${code.toLowerCase().replaceAll("_", "-")}-`))
    .sort((a, b) => b.length - a.length)[0];
}

test("every fixture is either good or bad, and every bad one has a position", () => {
  expect(bad.length + good.length).toBe(names.length);
  expect(Object.keys(positions).sort()).toEqual([...bad].sort());
});

test.each(bad)("%s", async (name) => {
  const found = await validateFiles([join(folder, `${name}.yaml`)]);
  const told = found.map(({ code, location }) => `${code} ${location?.line}:${location?.column}`);
  expect(told).toEqual([`${codeOf(name)} ${Object.entries(positions).find(([key]) => key === name)?.[1]}`]);
});

test.each(bad)("%s says what to do, about a line of the file", async (name) => {
  for (const { message, hint, location } of await validateFiles([join(folder, `${name}.yaml`)])) {
    expect(message).not.toMatch(/\[object|undefined|NaN/);
    expect(hint).toBeTruthy();
    expect(location?.lineText).toBeDefined();
    expect(location?.columnEnd).toBeGreaterThan(location?.column ?? 0);
  }
});

test.each(good)("%s", async (name) => {
  expect(await validateFiles([join(folder, name)])).toEqual([]);
});
