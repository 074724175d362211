// The README's table of exit codes has those that the program uses, and no other.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXIT } from "../../src/base/index.js";
import { projectRoot } from "../support/index.js";

test("the README explains every exit code", () => {
  const readme = readFileSync(join(projectRoot, "README.md"), "utf8");
  const section = /### Exit codes\n([\s\S]*?)\n##? /.exec(readme)?.[1] ?? "";
  const documented = [...section.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));
  expect(documented).toEqual(Object.values(EXIT).sort((a, b) => a - b));
});
