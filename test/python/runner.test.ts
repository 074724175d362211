// How a module's main(args) is called, and when it counts as failed. Each row is a module, run by the real interpreter.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeModule, pythonSuite, runModule } from "./python.js";

const NOTHING_SAID = "main(args) ended without an exception and returns nothing, which is taken as success";

/** The example of the original's README. */
const EXAMPLE = `
def main(args=None):
    """
    Main entry point for module update.
    """
    print("Updating adblock module...")
    print("Adblock module update completed")
`;

const RESULTS: readonly (readonly [what: string, source: string, exitCode: number, lastLine: string])[] = [
  ["the example, which returns nothing", EXAMPLE, 0, NOTHING_SAID],
  ["a bare return", "def main(args):\n    if args is None:\n        return\n    print()", 0, NOTHING_SAID],
  [
    "a return in a function inside",
    "def main(args):\n    def inner():\n        return 1\n    class C:\n        def f(self): return 2\n    inner()",
    0,
    NOTHING_SAID,
  ],
  ["True", "def main(args): return True", 0, ""],
  ["0", "def main(args): return 0", 0, ""],
  ["a dict of success", "def main(args): return {'success': True, 'rollback_point': {}}", 0, ""],
  ["a dict that says nothing of it", "def main(args): return {'updated': 3}", 0, ""],
  [
    "an awaited success",
    "async def main(args):\n    import asyncio\n    await asyncio.sleep(0)\n    return True",
    0,
    "",
  ],
  ["an awaited nothing", "async def main(args): pass", 0, NOTHING_SAID],
  ["sys.exit(0)", "import sys\ndef main(args): sys.exit(0)", 0, ""],
  ["sys.exit()", "import sys\ndef main(args): sys.exit()", 0, ""],
  [
    "None where it can return more",
    "def main(args):\n    if args:\n        return True",
    1,
    "[ERROR] main(args) returned None",
  ],
  ["None as it is written", "def main(args): return None", 1, "[ERROR] main(args) returned None"],
  ["None of a function without source", "main = dict().get", 1, "[ERROR] main(args) returned None"],
  ["False", "def main(args): return False", 1, "[ERROR] main(args) returned False"],
  ["a dict of failure", "def main(args): return {'success': False, 'error': 'no disk'}", 1, "[ERROR] no disk"],
  [
    "a dict of failure, with what it restored",
    "def main(args): return {'success': False, 'error': 'no disk', 'rollback_success': False}",
    1,
    "[ERROR] no disk (the module says that it could NOT restore what it had captured itself)",
  ],
  ["an awaited failure", "async def main(args): return False", 1, "[ERROR] main(args) returned False"],
  ["a generator", "def main(args): yield 1", 1, "[ERROR] main(args) is a generator, of which nothing has been run"],
  ["sys.exit(3)", "import sys\ndef main(args): sys.exit(3)", 1, "[ERROR] the module ended with 3"],
  ["sys.exit with words", "import sys\ndef main(args): sys.exit('no')", 1, "[ERROR] the module ended with 'no'"],
  ["no main", "x = 1", 1, "[ERROR] the module's index.py has no main(args)"],
  [
    "an end while it is imported",
    "import sys\nsys.exit(0)",
    1,
    "[ERROR] the module ended with 0 when it was imported, before main(args)",
  ],
];

pythonSuite("the result of main(args)", () => {
  test.each(RESULTS)("%s", async (_, source, exitCode, lastLine) => {
    const ended = await runModule(makeModule({ "index.py": source }));
    expect([ended.exitCode, ended.stdout.split("\n").at(-1), ended.stderr]).toEqual([exitCode, lastLine, ""]);
  });

  test.each([
    ["raised", "def main(args):\n    raise ValueError('no → disk')"],
    ["raised while it is imported", "raise ValueError('no → disk')"],
    ["raised by what it awaits", "async def main(args):\n    raise ValueError('no → disk')"],
  ])("an exception, %s: its trace begins in the module, and its last line is the reason", async (_, source) => {
    const folder = makeModule({ "index.py": source });
    const { exitCode, stdout, stderr } = await runModule(folder);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr.split("\n").at(-1)).toBe("ValueError: no → disk");
    expect(stderr).toContain(`File "${join(folder, "index.py")}"`);
    expect(stderr).not.toContain("runner.py");
  });

  test("a syntax error", async () => {
    const { exitCode, stderr } = await runModule(makeModule({ "index.py": "def main(args)\n" }));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SyntaxError: .+$/);
  });
});

const SURROUNDINGS = `
import os, sys
def main(args):
    print(repr(args), sys.argv[1:], os.getcwd(), sys.stdin.read() == "")
    return True
`;

pythonSuite("what main(args) finds", () => {
  test.each([
    [[], "None []"],
    [[""], "None []"],
    [['["--check", "ä b"]'], "['--check', 'ä b'] ['--check', 'ä b']"],
    [["[]"], "[] []"],
  ])("with the arguments %j: None in a normal run, or a list", async (args, expected) => {
    const folder = makeModule({ "index.py": SURROUNDINGS });
    expect((await runModule(folder, ...args)).stdout).toBe(`${expected} ${folder} True`);
  });

  test("its folder, which stays as it was installed", async () => {
    const folder = makeModule({ "index.py": "import config\ndef main(args): return True", "config.py": "" });
    expect(await runModule(folder)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(readdirSync(folder).sort()).toEqual(["config.py", "index.json", "index.py"]);
  });

  test("a name that is no word of Python", async () => {
    const folder = makeModule(
      { "index.py": "from . import config\ndef main(args): print(__name__)", "config.py": "" },
      "a.b-c",
    );
    expect((await runModule(folder)).stdout).toContain("updates.modules.a_b-c.index\n");
  });
});
