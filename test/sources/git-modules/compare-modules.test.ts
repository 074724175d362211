// The states of modules, as two folders on disk give them.

import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareModules, isModuleName, modulesPlace, readModules } from "../../../src/sources/git-modules/index.js";
import { temporaryFolder } from "../../support/index.js";
import { index, writeFiles } from "./repositories.js";

type Index = string | undefined;

function compare(local: Index, repository: Index) {
  const [one, other] = [temporaryFolder(), temporaryFolder()];
  if (local !== undefined) writeFiles(one, { "m/index.json": local });
  if (repository !== undefined) writeFiles(other, { "m/index.json": repository });
  const [comparison] = compareModules(readModules(one), readModules(other));
  return comparison;
}

const states: readonly (readonly [local: Index, repository: Index, state: string])[] = [
  [undefined, index("1.0.0"), "new"],
  [index("1.0.0"), index("1.0.1"), "newer"],
  [index("1.9.0"), index("1.10.0"), "newer"],
  [index("1.0.0-rc.1"), index("1.0.0"), "newer"],
  [index("1"), index("v1.0.1"), "newer"],
  [index("1.0.0"), index("1.0.0"), "same"],
  [index("v1.0"), index("1"), "same"],
  [index("1.0.0+a"), index("1.0.0+b"), "same"],
  [index("2.0.0"), index("1.9.9"), "older"],
  [index("1.0.0"), undefined, "localOnly"],
  [index("1.0.0"), "{", "unreadable"],
  ["{", index("1.0.0"), "unreadable"],
  ["{", undefined, "unreadable"],
  [undefined, index("one"), "unreadable"],
  [index("1.0.0", { enabled: false }), index("2.0.0"), "disabled"],
  [index("1.0.0"), index("2.0.0", { enabled: false }), "disabled"],
  [undefined, index("2.0.0", { enabled: false }), "disabled"],
  [index("1.0.0", { enabled: false }), "{", "disabled"],
];

describe("a module", () => {
  test.each(states)("installed as %j, in the repository as %j, is %s", (local, repository, state) => {
    const comparison = compare(local, repository);
    expect(comparison?.state).toBe(state);
    expect(comparison?.faults.length).toBe(state === "unreadable" ? 1 : 0);
  });

  test("that is installed and cannot be read may be removed, to be installed anew", () => {
    expect(compare("{", index("1.0.0"))?.faults[0]?.hint).toContain("installed anew");
    expect(compare("{", index("1.0.0"))).toMatchObject({ repositoryVersion: "1.0.0" });
  });

  test("that cannot be read in the repository is not to be mended in the working copy", () => {
    const thrownAway = "Do so in the repository: what is changed in the working copy goes with the next sync.";
    expect(compare(undefined, "{")?.faults[0]?.hint).toBe(`Correct it. ${thrownAway}`);
    expect(compare(undefined, "[]")?.faults[0]?.hint).toBe(`Correct it. ${thrownAway}`);
    expect(compare(index("1.0.0"), index("one"))?.faults[0]?.hint).toMatch(/^Write metadata.* Do so in the repository/);
  });
});

describe("modules", () => {
  test("come by priority, then by name; the repository's priority counts", () => {
    const [local, repository] = [temporaryFolder(), temporaryFolder()];
    writeFiles(local, { "b/index.json": index("1", { priority: 1 }), "z/index.json": index("1", { priority: 50 }) });
    writeFiles(repository, {
      "a/index.json": index("1"),
      "b/index.json": index("2"),
      "c/index.json": index("1", { priority: 5 }),
    });
    const names = (wanted?: readonly string[]) =>
      compareModules(readModules(local), readModules(repository), wanted).map(({ name }) => name);
    expect(names()).toEqual(["c", "z", "a", "b"]);
    expect(names(["b", "c", "b"])).toEqual(["c", "b"]);
    expect(() => names(["bb"])).toThrow(
      expect.objectContaining({ code: "MODULES_UNKNOWN", hint: 'did you mean "b"?' }),
    );
  });

  test("are folders; what begins with a dot, or lies there from elsewhere, is none", () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      ...{ "good/index.json": index("1"), "README.md": "", ".good.update/index.json": index("1") },
      ...{ "__pycache__/x": "", "good.backup/index.json": index("1"), "bad name/index.json": index("1") },
    });
    mkdirSync(join(folder, "empty"));
    symlinkSync("good", join(folder, "link"));
    symlinkSync("nowhere", join(folder, "lost"));
    const readings = readModules(folder).map((reading) => [reading.name, reading.ok ? "" : reading.why.message]);
    expect(readings).toEqual([
      ["bad name", '"bad name" is not a name for a module'],
      ["empty", "index.json cannot be used: it is not there"],
      ["good", ""],
      ["link", "a module is a folder, not a link to one"],
    ]);
  });

  test("in the root of a repository are the folders with an index", () => {
    const folder = temporaryFolder();
    writeFiles(folder, { ".git/HEAD": "", "docs/page": "", "good/index.json": index("1") });
    expect(readModules(folder).map(({ name }) => name)).toEqual(["good"]);
  });

  test("are none where there is no folder", () => {
    expect(readModules(join(temporaryFolder(), "nowhere"))).toEqual([]);
  });

  test.each(["a", "_a", "A.b-c_9", "a".repeat(64)])("may be called %s", (name) =>
    expect(isModuleName(name)).toBe(true),
  );
  const refused = [
    "",
    ".a",
    "-a",
    "a b",
    "a/b",
    "a\nb",
    "ä",
    "..",
    "__proto__",
    "constructor",
    "x-a",
    "__pycache__",
    "a.backup",
    "a".repeat(65),
  ];
  test.each(refused)("may not be called %j", (name) => expect(isModuleName(name)).toBe(false));
});

describe("the place of the modules", () => {
  test("is the root, or its folder of modules", () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "modules"));
    const place = {
      root,
      modules: join(root, "modules"),
      indexFile: join(root, "index.json"),
      legacyFile: join(root, "manifest.json"),
    };
    expect(modulesPlace(root)).toEqual(place);
    expect(modulesPlace(join(root, "modules"))).toEqual(place);
    mkdirSync(join(root, "modules", "modules"));
    expect(modulesPlace(join(root, "modules")).root).toBe(join(root, "modules"));
  });
});
