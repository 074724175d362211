// The library functions that programs and modules call: what they find in folders, how they run modules, and what they ask the
// program for.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/index.js";
import { indexJson, writeTree } from "../update-interfaces/module-site.js";
import { makeRecorder, packageFolder, python, pythonSuite } from "./python.js";

interface Ended {
  readonly answer: unknown;
  readonly log: readonly string[];
}

/** Runs a script that says what its `answer` is; its log is without times. */
async function ask(script: string, environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const code = `import json\nfrom updates import *\n${script}\nprint(json.dumps(answer))`;
  const { stdout } = await python(["-c", code], { PYTHONPATH: packageFolder, ...environment });
  const lines = stdout.split("\n");
  return { answer: JSON.parse(lines.pop() ?? ""), log: lines.map((line) => line.replace(/^\[[\d :-]+\] /, "")) };
}

const ORDERED = [
  "1.0.0-1",
  "1.0.0-2",
  "1.0.0-10",
  "1.0.0-alpha",
  "1.0.0-alpha.1",
  "1",
  "1.0.1",
  "v1.2",
  "1.10",
  "2.0.0+build",
];

pythonSuite("compare_schema_versions", () => {
  test("goes by precedence, and takes what is shorter", async () => {
    const pairs = ORDERED.slice(1).map((version, index) => [ORDERED[index], version]);
    const same = `[compare_schema_versions(a, b) for a, b in [("1", "1.0.0"), ("v1.2", "1.2.0+x"), (1, "1"), (" 1.0 ", "1")]]`;
    const script = `pairs = ${JSON.stringify(pairs)}
answer = [compare_schema_versions(a, b) for a, b in pairs], [compare_schema_versions(b, a) for a, b in pairs], ${same}`;
    expect((await ask(script)).answer).toEqual([pairs.map(() => -1), pairs.map(() => 1), [0, 0, 0, 0]]);
  });

  test("refuses what is no version, which never counts as 0.0.0", async () => {
    const script = `
def said(version):
    try: return compare_schema_versions(version, "1.0.0")
    except ValueError as error: return str(error)
answer = [said(each) for each in ("latest", "", None, "1.2.3.4", "1..2", "١")]`;
    const { answer } = await ask(script);
    expect(answer).toEqual([
      ...["'latest'", "''", "None", "'1.2.3.4'", "'1..2'", "'١'"].map(
        (text) => `${text} is not a version such as 1.2.3`,
      ),
    ]);
  });
});

pythonSuite("the modules in folders", () => {
  test("newer and new ones are found; disabled, older and unreadable ones are not", async () => {
    const root = temporaryFolder();
    const both = { same: ["1.0.0", "1"], newer: ["1.9.0", "1.10.0"], older: ["2", "1"], strange: ["latest", "1"] };
    for (const [name, [local, repository]] of Object.entries(both)) {
      writeTree(join(root, "local", name), { "index.json": indexJson(local ?? "") });
      writeTree(join(root, "repository", name), { "index.json": indexJson(repository ?? "") });
    }
    writeTree(join(root, "local", "number"), { "index.json": '{"metadata": {"schema_version": 1.9}}' });
    writeTree(join(root, "repository"), {
      "number/index.json": '\uFEFF{"metadata": {"schema_version": 1.10}}',
      "new/index.json": indexJson("1"),
      "off/index.json": indexJson("1", { enabled: false }),
      "broken/index.json": "{",
      ".git/index.json": indexJson("1"),
      "good.backup/index.json": indexJson("1"),
      "noVersion/index.json": '{"metadata": {}}',
      "noNumber/index.json": indexJson("1.x"),
    });
    mkdirSync(join(root, "repository", "empty"));
    const { answer, log } = await ask(`answer = detect_module_updates("${root}/local", "${root}/repository")`);
    expect(answer).toEqual(["new", "newer", "number"]);
    expect(log).toContain("[INFO] Module newer needs update: 1.9.0 → 1.10.0");
    expect(log).toContain("[WARNING] Module strange cannot be compared: 'latest' is not a version such as 1.2.3");
    expect(log).toContain("[WARNING] Module noVersion cannot be compared: None is not a version such as 1.2.3");
    expect(log).toContain("[WARNING] Module noNumber cannot be compared: '1.x' is not a version such as 1.2.3");
    expect(log.filter((line) => line.includes("cannot be read"))).toHaveLength(2);
  });

  test("an index is read, or nothing", async () => {
    const root = temporaryFolder();
    writeTree(root, {
      "good/index.json": '{"metadata": {"schema_version": 1.5}}',
      "list/index.json": "[]",
      "deep/index.json": "[".repeat(100_000),
    });
    writeFileSync(join(root, "bytes"), "");
    const { answer } = await ask(
      `answer = [load_module_index("${root}/" + each) for each in ("good", "list", "deep", "none")]`,
    );
    expect(answer).toEqual([{ metadata: { schema_version: 1.5 } }, null, null, null]);
  });
});

pythonSuite("running modules from a program", () => {
  test("gives what main returns, None where it raises, and several at once", async () => {
    const root = temporaryFolder();
    writeTree(root, {
      "modules/good/index.py": "def main(args): return args",
      "modules/bad/__init__.py": "def main(args): raise ValueError('boom')",
    });
    const script = `
import asyncio, sys
sys.path.insert(0, "${root}")
called = []
one = run_update("modules.good", ["--check"], lambda path, result: called.append([path, result]))
runs = [{"module_path": "modules.good", "args": [1]}, {"module_path": "modules.bad"}, {"module_path": "modules.none"}]
answer = [one, called, asyncio.run(run_updates_async(runs, max_workers=1))]`;
    const { answer, log } = await ask(script);
    const all = { "modules.good": [1], "modules.bad": null, "modules.none": null };
    expect(answer).toEqual([["--check"], [["modules.good", ["--check"]]], all]);
    expect(log).toContain("[ERROR] Error running update for modules.bad: boom");
    expect(log).toContain("[INFO] Completed update: modules.good");
  });
});

const RESULTS = `{"results": [{"name": "a", "outcome": "updated", "problem": null},
  {"name": "b", "outcome": "failed", "problem": {"message": "no disk"}}]}`;

pythonSuite("the repository, by the program", () => {
  test("is synced, and updated from with the same address", async () => {
    const recorder = makeRecorder(`cat <<'END'\n${RESULTS}\nEND\nexit 1`);
    const script = `answer = [sync_from_repo("file:///r", "/nonexistent/copy", "next"),
    update_modules(["a", "b", "-c"], "/m", "/nonexistent/copy"), update_modules([], "/m")]`;
    const { answer, log } = await ask(script, { ORCHESTRATOR_PROGRAM: recorder.path });
    expect(answer).toEqual([true, { a: true, b: false, "-c": false }, {}]);
    expect(log).toEqual(["[ERROR] Failed to update module b: no disk"]);
    const [place, source] = ["--local-repo=/nonexistent/copy", ["--repo-url=file:///r", "--branch=next"]];
    const begin = ["--log-level", "error", "modules"];
    expect(recorder.calls()).toEqual([
      [...begin, "check", "--output=json", ...source, place, "--"],
      [...begin, "update", "--output=json", "--modules-path=/m", place, ...source, "--", "a", "b", "-c"],
    ]);
  });

  test("that cannot be reached is false, and the log says why", async () => {
    const { path } = makeRecorder(`echo '{"error": {"message": "Git operation failed: no route"}}'; exit 1`);
    const script = `answer = [sync_from_repo("file:///r", "/nonexistent/copy"), update_modules(["a"], "/m")]`;
    const { answer, log } = await ask(script, { ORCHESTRATOR_PROGRAM: path });
    expect(answer).toEqual([false, { a: false }]);
    expect(log).toEqual(["[ERROR] Git operation failed: no route", "[ERROR] Git operation failed: no route"]);
  });
});
