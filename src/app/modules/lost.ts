// Modules of which not everything could be brought back: until an update of them succeeds, each run says so. That one more has failed and
// was undone changes nothing, since it went back to what the earlier one had left.

import type { DeploymentHistory } from "../../datastore/index.js";
import { deploymentName } from "../../model/index.js";
import type { ModuleComparison, ModulesPlace } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { hasSucceeded, isInconsistent } from "../ended.js";
import { contextOfSystem } from "../system-of.js";
import { deploymentsHere } from "./here.js";
import type { DeployedModule, ModuleEnd } from "./module-end.js";
import { modulesWithSystem, systemOfModule, versionIn } from "./names.js";
import type { ModuleProblem, ModuleResult } from "./views.js";

export interface ModulesHere {
  readonly place: ModulesPlace;
  readonly modules: readonly Pick<ModuleComparison, "name" | "localVersion">[];
}

/** Of those that this run does not update, the ones whose last deployment could not be undone as a whole. */
export function lostModules(
  context: AppContext,
  { place, modules }: ModulesHere,
  results: readonly ModuleResult[],
): readonly ModuleResult[] {
  const withSystem = new Set(modulesWithSystem(context).map(({ name }) => name));
  const others = modules.filter(({ name }) => withSystem.has(name) && !results.some((result) => result.name === name));
  return others.flatMap(
    ({ name, localVersion }) => lostModule(context, { place, name, from: localVersion ?? null }) ?? [],
  );
}

/** The end of one that has been tried again. */
export function endUnlessLost(deployed: DeployedHere, end: ModuleEnd): ModuleEnd {
  if (end.outcome !== "failed" && end.outcome !== "cancelled") return end;
  const loss = lossOf(deployed);
  if (loss === undefined) return end;
  const { message, output } = end.problem ?? { message: "it has failed", output: [] };
  const problem = { ...loss.problem, message: `${message}; ${loss.problem.message}`, output };
  return { outcome: "notRestored", deployment: end.deployment, problem };
}

export interface DeployedHere extends DeployedModule {
  readonly name: string;
  readonly place: ModulesPlace;
}

interface Module extends Pick<ModuleResult, "name" | "from"> {
  readonly place: ModulesPlace;
}

function lostModule(context: AppContext, { place, name, from }: Module): ModuleResult | undefined {
  const system = systemOfModule(name);
  const loss = lossOf({ system, name, place, module: contextOfSystem(context, system) });
  if (loss === undefined) return undefined;
  const { deployment, problem, manifestName } = loss;
  return {
    ...{ name, from, to: versionIn(manifestName, name), durationMilliseconds: 0 },
    ...{ outcome: "notRestored", deployment, problem },
  };
}

interface Loss {
  readonly deployment: string;
  readonly manifestName: string;
  readonly problem: ModuleProblem;
}

function lossOf({ system, name, place, module }: DeployedHere): Loss | undefined {
  const lost = lastLost(deploymentsHere(module, { place, name }));
  if (lost === undefined) return undefined;
  const deployment = deploymentName({ id: lost.id, system });
  const problem = {
    message: "an earlier update of it could not be undone as a whole",
    hint: `See \`orchestrator history show ${deployment}\`, repair it, and remove its folder to have it installed anew.`,
    output: [],
  };
  return { deployment, manifestName: lost.plan.manifestName, problem };
}

/** `histories`: newest first. Nothing is lost any more once one has succeeded. */
function lastLost(histories: Iterable<DeploymentHistory>): DeploymentHistory | undefined {
  for (const history of histories) {
    if (isInconsistent(history)) return history;
    if (hasSucceeded(history)) return undefined;
  }
  return undefined;
}
