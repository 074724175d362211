// Which modules must not run at once.

import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Claims, conflicts } from "../../../src/sources/git-modules/index.js";
import { temporaryFolder } from "../../support/index.js";

const folder = temporaryFolder();
mkdirSync(join(folder, "real/inner"), { recursive: true });
symlinkSync("real", join(folder, "link"));
symlinkSync("loop", join(folder, "loop"));
const at = (path: string): Partial<Claims> => ({ paths: [join(folder, path)] });

const pairs: readonly (readonly [one: Partial<Claims>, other: Partial<Claims>, isConflict: boolean])[] = [
  [at("a"), at("a"), true],
  [at("a"), at("a/b"), true],
  [at("a/b/c"), at("a"), true],
  [at("a"), at("ab"), false],
  [at("a/b"), at("a/c"), false],
  [{ paths: ["/"] }, at("a"), true],
  [at("link/inner"), at("real"), true],
  [at("link/new/file"), at("real/new"), true],
  [at("link"), at("other"), false],
  [at("loop/x"), at("loop"), true],
  [{ services: ["a.service"] }, { services: ["b.service", "a.service"] }, true],
  [{ services: ["a.service"] }, { services: ["b.service"] }, false],
  [{ databases: ["shop"] }, { databases: ["shop"] }, true],
  [{ databases: ["shop"] }, { services: ["shop"] }, false],
];

test.each(pairs)("%j and %j: %j", (one, other, isConflict) => {
  const nothing = { paths: [], services: [], databases: [] };
  expect(conflicts({ ...nothing, ...one }, { ...nothing, ...other })).toBe(isConflict);
});
