// The names under which modules import themselves, their neighbours and what they are helped with: those of the original, of all its
// generations. Whatever name is used, it is the same object.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { writeTree } from "../update-interfaces/module-site.js";
import { makeModule, packageFolder, python, pythonSuite, runModule } from "./python.js";

const LONG = "initialization.files.user_local_lib.updates";

const SAME: readonly (readonly [what: string, names: readonly string[]])[] = [
  [
    "log_message",
    [
      "updates",
      "updates.index",
      "updates.utils",
      "updates.utils.index",
      LONG,
      `${LONG}.index`,
      `${LONG}.utils`,
      `${LONG}.utils.index`,
    ],
  ],
  ["compare_schema_versions", ["updates", "updates.index", "updates.utils", "updates.utils.index", LONG]],
  ["compute_folder_sha256", ["updates", "updates.utils.index", `${LONG}.utils.index`]],
  ...[
    "load_module_index",
    "sync_from_repo",
    "detect_module_updates",
    "update_modules",
    "run_update",
    "run_updates_async",
  ].map((name) => [name, ["updates", "updates.index", LONG, `${LONG}.index`]] as const),
  ...[
    ...["GlobalRollback", "GlobalRollbackError", "BackupInfo", "RollbackOperation"],
    ...["backup_file_simple", "restore_backup_simple", "create_global_rollback"],
  ].map(
    (name) =>
      [
        name,
        ["updates.utils", "updates.utils.global_rollback", `${LONG}.utils`, `${LONG}.utils.global_rollback`],
      ] as const,
  ),
];

const CHECKS = SAME.flatMap(([what, names]) => [
  ...names.map((name, index) => `from ${name} import ${what} as a${index}`),
  `assert ${names.map((_, index) => `a${index}`).join(" is ")}, "${what}"`,
]).join("\n");

pythonSuite("imports", () => {
  test("of what helps a module, in a module and in any program", async () => {
    const folder = makeModule({ "index.py": `${CHECKS}\ndef main(args): return True` });
    expect(await runModule(folder)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(await python(["-c", CHECKS], { PYTHONPATH: packageFolder })).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "",
    });
  });

  test("of the module itself, by each of its names, once", async () => {
    const index = [
      "print('imported')",
      "import config, modules.web.config, updates.modules.web.config",
      `import ${LONG}.modules.web.config as long`,
      "from . import config as near",
      "assert modules.web.config is updates.modules.web.config is near is long",
      "import updates.modules.web.index as again, modules.web.index as other",
      "def main(args):",
      "    assert again.main is main and other.main is main",
      "    return True",
    ].join("\n");
    const folder = makeModule({ "index.py": index, "config.py": "", "__init__.py": "from .index import main" });
    expect(await runModule(folder)).toEqual({ exitCode: 0, stdout: "imported", stderr: "" });
  });

  test("of helpers by relative names, of both generations, and of main from the package", async () => {
    const folder = makeModule({
      "__init__.py": [
        "from ..utils.index import compute_folder_sha256, log_message as first",
        "from ...utils.index import log_message",
        "assert first is log_message",
        "import os",
        "DIGEST = compute_folder_sha256(os.path.dirname(__file__))",
        "def main(args): log_message(len(DIGEST)); return True",
      ].join("\n"),
      "index.py": "",
    });
    expect(await runModule(folder)).toEqual({ exitCode: 0, stdout: "64", stderr: "" });
  });

  test("of a neighbour, and of what the original has left beside the modules", async () => {
    const index = [
      "import modules.other.thing as one, updates.modules.other.thing as two",
      "from updates.utils.state_manager import StateManager",
      "def main(args): return one is two and StateManager",
    ].join("\n");
    const folder = makeModule({ "index.py": index });
    writeTree(dirname(folder), { "other/thing.py": "" });
    writeTree(dirname(dirname(folder)), {
      "utils/state_manager.py": "class StateManager: pass",
      "utils/index.py": "raise Exception",
    });
    expect(await runModule(folder)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  test("of the standard library, where a module has a file of that name", async () => {
    const index = "import json\nfrom . import json as own\ndef main(args): return own.OWN and json.dumps";
    expect(await runModule(makeModule({ "index.py": index, "json.py": "OWN = True" }))).toMatchObject({ exitCode: 0 });
  });
});

test("nothing of the package needs more than the standard library", () => {
  const sources = readdirSync(packageFolder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".py"),
  );
  const imported = sources.flatMap((name) =>
    [...readFileSync(join(packageFolder, name), "utf8").matchAll(/^\s*(?:import|from) +([a-z_]+)/gm)].map(
      ([, first]) => first,
    ),
  );
  expect([...new Set(imported)].sort()).toEqual(
    [
      ...["argparse", "ast", "asyncio", "calendar", "concurrent", "contextlib", "dataclasses", "hashlib", "importlib"],
      ...[
        "inspect",
        "json",
        "os",
        "re",
        "shutil",
        "subprocess",
        "sys",
        "textwrap",
        "time",
        "traceback",
        "types",
        "typing",
      ],
      "updates",
    ].sort(),
  );
});
