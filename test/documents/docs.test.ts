// docs/manifests.md: every YAML block is a whole document of the kind that it is marked with, and says of limits what holds.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LIMITS, validateFiles } from "../../src/documents/index.js";
import { projectRoot } from "../support/index.js";
import { givenFiles } from "./given-files.js";

const text = readFileSync(join(projectRoot, "docs", "manifests.md"), "utf8");
const blocks = [...text.matchAll(/^```yaml ?(.*)\n([\s\S]*?)^```$/gm)].map(([, mark = "", yaml = ""]) => ({
  mark,
  yaml,
}));

const KINDS: Readonly<Record<string, string>> = {
  manifest: "manifest",
  topology: "topology",
  "topology-components": "topology",
  "update-manifest": "update_manifest",
  "update-manifest-components": "update_manifest",
  constraints: "constraints",
  inventory: "inventory",
};

async function codesOf(yaml: string, severity?: string): Promise<readonly string[]> {
  const files = givenFiles({ "document.yaml": yaml });
  const found = await validateFiles([files["document.yaml"]]);
  return found
    .filter((diagnostic) => severity === undefined || diagnostic.severity === severity)
    .map(({ code }) => code);
}

const faulty = blocks.filter(({ mark }) => mark.includes("="));
const sound = blocks.filter(({ mark }) => !mark.includes("="));

test.each(sound)("the $mark in the document is sound", async ({ mark, yaml }) => {
  expect(yaml).toContain(`kind: ${KINDS[mark]}\n`);
  expect(await codesOf(yaml, "error")).toEqual([]);
});

test.each(faulty)("$mark", async ({ mark, yaml }) => {
  const [severity, code] = mark.split("=");
  expect(await codesOf(yaml)).toEqual([code]);
  expect(await codesOf(yaml, severity)).toEqual([code]);
});

test("every form of document is shown", () => {
  expect(new Set(sound.map(({ mark }) => mark))).toEqual(new Set(Object.keys(KINDS)));
});

test("the limits are those of the program", () => {
  const figures = [
    LIMITS.maxTokens,
    LIMITS.maxDepth,
    LIMITS.maxAliases,
    LIMITS.maxValues,
    LIMITS.maxComponents,
    LIMITS.maxNameBytes,
    LIMITS.maxColumns,
    LIMITS.maxParallel,
    LIMITS.maxInventoryEntries,
  ];
  expect(LIMITS.maxSizeBytes).toBe(2 * 1024 * 1024);
  expect(LIMITS.maxInventoryBytes).toBe(512 * 1024 * 1024);
  for (const figure of figures) expect(text).toContain(figure.toLocaleString("en"));
});

test("every key of every schema is described", () => {
  for (const name of Object.keys(KINDS)) {
    const schema = readFileSync(join(projectRoot, "schemas", `${name}.schema.json`), "utf8");
    const keys = [...schema.matchAll(/^ {4,8}"([a-z_]+)": \{$/gm)]
      .map(([, key = ""]) => key)
      .filter((key) => key.includes("_"));
    for (const key of keys) expect(text).toContain(`\`${key}`);
  }
});
