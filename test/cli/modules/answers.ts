// Answers of the use cases about modules, for the suites here.

import type { Diagnostic } from "../../../src/base/index.js";
import type { ModuleResult, ModulesCheck, ModulesUpdate, ModuleView } from "../../../src/cli/app-types.js";

export function module(
  name: string,
  state: ModuleView["state"],
  versions: readonly [string | null, string | null],
): ModuleView {
  const [installed, repository] = versions;
  return { name, state, installed, repository, priority: 100, faults: [], warnings: [] };
}

export function result(name: string, outcome: ModuleResult["outcome"], more: Partial<ModuleResult> = {}): ModuleResult {
  const about = { name, outcome, from: "1.0.0", to: "1.1.0", deployment: `module.${name}/2` };
  return { ...about, durationMilliseconds: 1500, problem: null, ...more };
}

const FAULT: Diagnostic = {
  code: "MODULES_INDEX_UNREADABLE",
  severity: "error",
  message: "it is not JSON",
  hint: "Correct it.",
  location: { file: "/r/broken/index.json", line: 2, column: 1 },
};

export const CHECK: ModulesCheck = {
  exitCode: 1,
  source: { repositoryUrl: "https://example.org/u.git", branch: "main", commit: "0123456789abcdef0123" },
  modulesPath: "/srv/updates",
  unfinished: [],
  workingPid: null,
  modules: [
    module("adblock", "newer", ["1.0.0", "1.1.0"]),
    module("fresh", "new", [null, "1.0.0"]),
    module("gogs", "same", ["1.0.0", "1.0.0"]),
    module("hotfix", "older", ["2.0.0", "1.0.0"]),
    module("os", "disabled", ["1.0.0", "1.1.0"]),
    module("mine", "localOnly", ["1.0.0", null]),
    { ...module("broken", "unreadable", ["1.0.0", null]), faults: [FAULT] },
  ],
};

export const UPDATE: ModulesUpdate = {
  ...CHECK,
  ...{ run: "0123456789abcdef", resumed: [], lost: [], indexProblem: null },
  results: [
    result("adblock", "updated"),
    result("fresh", "updated", { from: null, to: "1.0.0", deployment: "module.fresh/1" }),
    result("atuin", "failed", {
      problem: { message: "RuntimeError: boom", output: ["Traceback:", "RuntimeError: boom"] },
    }),
    result("gogs", "failed", { from: null, problem: { message: "no", output: ["[ERROR] no"] } }),
    result("web", "refused", {
      ...{ deployment: null, durationMilliseconds: 0 },
      problem: { message: "it has a device", hint: "Remove it.", output: [] },
    }),
    result("late", "notStarted", { deployment: null, durationMilliseconds: 0 }),
  ],
};
