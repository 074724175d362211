// Which file of a module directory-module runs, where its index.json names one, and where it does not.

import { expect, test } from "vitest";
import { pythonEnvironment, pythonSuite } from "../python/python.js";
import { type Files, indexJson, makeModuleSite, writeTree } from "./module-site.js";
import { call } from "./script.js";
import { underEachShell } from "./surroundings.js";

const SHELL = '#!/bin/sh\necho "ran $(basename "$0") $*"\n';
const PYTHON = `from . import __name__ as name
def main(args=None):
    print('ran', __file__.rsplit('/', 1)[1], args)
    return True
`;

const named = (members: object): Files => ({ "index.json": JSON.stringify({ metadata: {}, ...members }) });

const CHOSEN: readonly (readonly [why: string, files: Files, chosen: string])[] = [
  ["index.sh is the one index", { ...named({}), "index.sh": SHELL, other: SHELL }, "index.sh"],
  ["index is the one index", { ...named({}), index: SHELL, "index.txt": "" }, "index"],
  ["deploy alone is executable", { ...named({}), deploy: SHELL, "README.md": "", "tools/other": SHELL }, "deploy"],
  ["there is no index.json", { deploy: SHELL }, "deploy"],
  ["metadata names it", { ...named({ metadata: { entry: "b/run" } }), a: SHELL, "b/run": SHELL }, "run"],
  ["metadata goes first", { ...named({ entry: "a", metadata: { entry: "b" } }), a: SHELL, b: SHELL }, "b"],
  ["configuration names it", { ...named({ configuration: { entrypoint: "a" } }), a: SHELL, "index.py": "" }, "a"],
  ["config names it", { ...named({ config: { entry: "a" } }), a: SHELL, b: SHELL }, "a"],
  ["the index.json itself names it", { ...named({ entrypoint: "a" }), a: SHELL, b: SHELL }, "a"],
  ["a word is the module's own", { ...named({ config: { entry: { a: "b" }, entrypoint: "→" } }), a: SHELL }, "a"],
];

underEachShell("a module's entry", (surroundings) => {
  test.each(CHOSEN)("where %s", async (_why, files, chosen) => {
    const site = makeModuleSite(surroundings(), ["run=only", 'args=["--check"]']);
    writeTree(site.destination, files);
    expect(await call(site, "ArtifactInstall")).toMatchObject({ stdout: `ran ${chosen} --check\n`, exitCode: 0 });
  });
});

const REFUSED: readonly (readonly [why: string, files: Files])[] = [
  ["no file of it is executable", { ...named({}), deploy: "echo ran" }],
  ["a and b are executable", { ...named({}), a: SHELL, b: SHELL }],
  ["index and index.sh are executable", { ...named({}), index: SHELL, "index.sh": SHELL }],
  ["the module's entry gone is not a file of it", { ...named({ config: { entry: "gone" } }), a: SHELL }],
  ["../a leads out of the module", { ...named({ configuration: { entry: "../a" } }), a: SHELL }],
];

test.each(REFUSED)("a module is not run where %s", async (why, files) => {
  const site = makeModuleSite({}, ["run=only"]);
  writeTree(site.destination, files);
  const { exitCode, stdout, stderr } = await call(site, "ArtifactInstall");
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(why);
});

const IN_PYTHON: readonly (readonly [why: string, files: Files, stdout: string])[] = [
  ["another file", { ...named({ metadata: { entry: "update.py" } }), "update.py": PYTHON }, "ran update.py ['x']\n"],
  ["one below", { ...named({ metadata: { entry: "b/c.py" } }), "b/c.py": PYTHON }, "ran c.py ['x']\n"],
  ["the package itself", { ...named({}), "__init__.py": PYTHON }, "ran __init__.py ['x']\n"],
  ["index.py beside a word of its own", { ...named({ entrypoint: "x" }), "index.py": PYTHON }, "ran index.py ['x']\n"],
  ["one that is executable", { ...named({ entry: "a.py" }), "a.py": SHELL, "index.py": PYTHON }, "ran a.py x\n"],
];

pythonSuite("main(args) is found in", () => {
  test.each(IN_PYTHON)("%s", async (_what, files, stdout) => {
    const site = makeModuleSite({ environment: pythonEnvironment() }, ["run=only", 'args=["x"]']);
    writeTree(site.destination, { "index.json": indexJson("1"), ...files });
    expect(await call(site, "ArtifactInstall")).toMatchObject({ stdout, exitCode: 0 });
  });
});
