// Modules of which not everything could be brought back: until an update of them succeeds, each run says so. That one more has failed and
// was undone changes nothing, since it went back to what the earlier one had left.

import { deploymentName } from "../../model/index.js";
import type { ModuleComparison } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { isInconsistent } from "../ended.js";
import { contextOfSystem } from "../system-of.js";
import type { DeployedModule, ModuleEnd } from "./module-end.js";
import { modulesWithSystem, systemOfModule, versionIn } from "./names.js";
import { stateOf } from "./unfinished.js";
import type { ModuleProblem, ModuleResult } from "./views.js";

/** Of those that this run does not update, the ones whose last deployment could not be undone as a whole. */
export function lostModules(
  context: AppContext,
  modules: readonly Pick<ModuleComparison, "name" | "localVersion">[],
  results: readonly ModuleResult[],
): readonly ModuleResult[] {
  const withSystem = new Set(modulesWithSystem(context).map(({ name }) => name));
  const others = modules.filter(({ name }) => withSystem.has(name) && !results.some((result) => result.name === name));
  return others.flatMap(({ name, localVersion }) => lostModule(context, name, localVersion ?? null) ?? []);
}

/** The end of one that has been tried again. */
export function endUnlessLost(deployed: DeployedModule, end: ModuleEnd): ModuleEnd {
  if (end.outcome !== "failed" && end.outcome !== "cancelled") return end;
  const loss = lossOf(deployed);
  if (loss === undefined) return end;
  const { message, output } = end.problem ?? { message: "it has failed", output: [] };
  const problem = { ...loss.problem, message: `${message}; ${loss.problem.message}`, output };
  return { outcome: "notRestored", deployment: end.deployment, problem };
}

function lostModule(context: AppContext, name: string, from: string | null): ModuleResult | undefined {
  const system = systemOfModule(name);
  const loss = lossOf({ system, module: contextOfSystem(context, system) });
  if (loss === undefined) return undefined;
  const { deployment, problem, manifestName } = loss;
  return {
    name,
    from,
    to: versionIn(manifestName, name),
    durationMilliseconds: 0,
    outcome: "notRestored",
    deployment,
    problem,
  };
}

interface Loss {
  readonly deployment: string;
  readonly manifestName: string;
  readonly problem: ModuleProblem;
}

function lossOf({ system, module }: DeployedModule): Loss | undefined {
  const state = stateOf(module);
  if ("message" in state || state.last === undefined || !isInconsistent(state.last)) return undefined;
  const { id, plan } = state.last;
  const deployment = deploymentName({ id, system });
  const problem = {
    message: "an earlier update of it could not be undone as a whole",
    hint: `See \`orchestrator history show ${deployment}\`, repair it, and remove its folder to have it installed anew.`,
    output: [],
  };
  return { deployment, manifestName: plan.manifestName, problem };
}
