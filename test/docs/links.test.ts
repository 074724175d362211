// Every relative link of every document of the project leads to a file that is there, and to a heading that it has.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../support/index.js";
import { headingAnchors, linkTargets } from "./markdown.js";

const documents = ["", "docs", "docs/decisions", "demo", "bench", "update-interfaces", "schemas"]
  .map((folder) => join(projectRoot, folder))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name)),
  );

test.each(documents.map((path) => [relative(projectRoot, path), path] as const))(
  "the links of %s lead somewhere",
  (_, path) => {
    const relativeTargets = linkTargets(readFileSync(path, "utf8")).filter((target) => !/^[a-z]+:/.test(target));
    expect(relativeTargets.filter((target) => !leadsSomewhere(path, target))).toEqual([]);
  },
);

test("every decision record is numbered, in order, without gaps", () => {
  const numbers = readdirSync(join(projectRoot, "docs", "decisions")).map((name) =>
    Number(/^(\d{4})-/.exec(name)?.[1]),
  );
  expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
});

function leadsSomewhere(from: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? from : resolve(dirname(from), path);
  if (!existsSync(file)) return false;
  return anchor === undefined || headingAnchors(readFileSync(file, "utf8")).includes(anchor);
}
