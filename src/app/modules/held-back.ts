// Who goes back with `rollback --to` does not want what was there: an update leaves a module alone until the repository has a higher
// version than what was left, or until somebody asks for the module by its name.

import { semverScheme } from "../../model/index.js";
import type { ModuleComparison, ModulesPlace } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { startOf } from "../ended.js";
import { contextOfSystem } from "../system-of.js";
import { installedHere, type ModuleHere, versionOf } from "./here.js";
import { modulesWithSystem } from "./names.js";

export interface Holding {
  readonly place: ModulesPlace;
  /** Modules that somebody asks for. */
  readonly asked: readonly string[];
}

/** `newer` becomes `heldBack` where that version, or a higher one, was left. */
export function withHolds(
  context: AppContext,
  { place, asked }: Holding,
  comparisons: readonly ModuleComparison[],
): readonly ModuleComparison[] {
  const systems = new Map(modulesWithSystem(context).map(({ name, system }) => [name, system]));
  return comparisons.map((comparison) => {
    const { name, state, localVersion: version, repositoryVersion = "" } = comparison;
    const system = systems.get(name);
    if (state !== "newer" || system === undefined || version === undefined || asked.includes(name)) return comparison;
    const left = leftVersion(contextOfSystem(context, system), { place, name, version });
    return left !== undefined && isAtMost(repositoryVersion, left) ? { ...comparison, state: "heldBack" } : comparison;
  });
}

export interface InstalledHere extends ModuleHere {
  /** That is installed. */
  readonly version: string;
}

/**
 * The highest version that was left for the one that is installed; undefined where nothing was, or where something else than what the
 * journals say is installed. `module`: the context of its system.
 */
export function leftVersion(module: AppContext, here: InstalledHere): string | undefined {
  let left: string | undefined;
  let isFirst = true;
  for (const history of installedHere(module, here)) {
    const version = versionOf(history);
    if (isFirst && (version === undefined || semverScheme.compare(version, here.version) !== 0)) return undefined;
    if (!isFirst && version !== undefined) left = left === undefined || isAtMost(left, version) ? version : left;
    // One that goes back to where another way back had left from leaves both.
    if (startOf(history)?.undoes === undefined) return left;
    isFirst = false;
  }
  return left;
}

function isAtMost(one: string, other: string): boolean {
  return (semverScheme.compare(one, other) ?? 1) <= 0;
}
