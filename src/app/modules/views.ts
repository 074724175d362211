// What is said of modules: where each stands, what an update did with it, and what that means for the script that called.

import { type Diagnostic, EXIT, type ExitCode } from "../../base/index.js";
import type { ModuleComparison, ModuleState } from "../../sources/git-modules/index.js";

/** A module on both sides. */
export interface ModuleView {
  readonly name: string;
  readonly state: ModuleState;
  /** Versions as written; null where there is none that can be read. */
  readonly installed: string | null;
  readonly repository: string | null;
  /** A lower one runs first. */
  readonly priority: number;
  /** Why it is `unreadable`. */
  readonly faults: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
}

/** What the working copy is a copy of. */
export interface ModulesSource {
  readonly repositoryUrl: string;
  readonly branch: string;
  readonly commit: string;
}

export interface ModulesCheck {
  readonly exitCode: ExitCode;
  readonly source: ModulesSource;
  readonly modulesPath: string;
  /** Names of modules that an earlier update has left in the middle; the next one finishes them first. */
  readonly unfinished: readonly string[];
  /** Of a process that was at work on the data store, perhaps on these; null where none was. */
  readonly workingPid: number | null;
  /** In the order in which they would run. */
  readonly modules: readonly ModuleView[];
}

/**
 * `unchanged`: it was in place already. `failed`: the version before is in place, with all that was captured. `refused`: nothing of
 * it was touched. `notRestored`: not all of it could be brought back. `unfinished`: it has begun and neither ended nor been
 * undone, which the next run does. `notStarted`: a cancel came first.
 */
export type ModuleOutcome =
  | "updated"
  | "unchanged"
  | "failed"
  | "refused"
  | "cancelled"
  | "notRestored"
  | "unfinished"
  | "notStarted";

export interface ModuleResult {
  readonly name: string;
  readonly outcome: ModuleOutcome;
  readonly from: string | null;
  readonly to: string;
  /** As `history show` and `rollback --to` take it; null where none was begun. */
  readonly deployment: string | null;
  readonly durationMilliseconds: number;
  /** Null where it succeeded. */
  readonly problem: ModuleProblem | null;
  /** For people: what is not as before of one that is back, the file of a new service for example. */
  readonly remains?: readonly string[];
}

export interface ModuleProblem {
  readonly message: string;
  readonly code?: string;
  readonly hint?: string;
  /** The last lines that the module printed. */
  readonly output: readonly string[];
}

export interface ModulesUpdate extends Omit<ModulesCheck, "source" | "unfinished" | "workingPid"> {
  /** Null in the legacy mode, where no repository is asked. */
  readonly source: ModulesSource | null;
  /** Under which `history` shows these deployments together. */
  readonly run: string;
  /** What an earlier run had left unfinished, and how that has ended. */
  readonly resumed: readonly ModuleResult[];
  /** What is not in place as a whole since an earlier run, and was not updated by this one. */
  readonly lost: readonly ModuleResult[];
  readonly results: readonly ModuleResult[];
  /** Why the global index was not written; null where it was. */
  readonly indexProblem: ModuleProblem | null;
}

export function viewOf(comparison: ModuleComparison): ModuleView {
  const { name, state, priority, localVersion, repositoryVersion, faults, warnings } = comparison;
  return {
    ...{ name, state, installed: localVersion ?? null, repository: repositoryVersion ?? null, priority },
    ...{ faults, warnings },
  };
}

const SUCCESSFUL: readonly ModuleOutcome[] = ["updated", "unchanged"];

export function hasSucceeded({ outcome }: Pick<ModuleResult, "outcome">): boolean {
  return SUCCESSFUL.includes(outcome);
}

/** What could not even be compared counts as failed. */
export function exitCodeOfCheck(modules: readonly Pick<ModuleView, "state">[]): ExitCode {
  return modules.some(({ state }) => state === "unreadable") ? EXIT.failed : EXIT.done;
}

/** The worst of them; what may be half updated before what was called off. */
export function exitCodeOfUpdate(
  modules: readonly Pick<ModuleView, "state">[],
  results: readonly Pick<ModuleResult, "outcome">[],
  indexProblem: ModuleProblem | null,
): ExitCode {
  const has = (...outcomes: readonly ModuleOutcome[]) => results.some(({ outcome }) => outcomes.includes(outcome));
  if (has("notRestored")) return EXIT.inconsistent;
  if (has("cancelled", "unfinished", "notStarted")) return EXIT.cancelled;
  return has("failed", "refused") || indexProblem !== null ? EXIT.failed : exitCodeOfCheck(modules);
}
