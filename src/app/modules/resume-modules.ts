// Before anything else, an update of modules finishes what an earlier one has left in progress: forward or back, as `resume` does,
// so that each module is old or new and complete when it is compared.

import type { AppContext } from "../context.js";
import { resumeDeployment } from "../continue-deployment.js";
import type { ModulesLive } from "./live.js";
import { contextOfModule } from "./module-context.js";
import { endOf } from "./module-end.js";
import { legacySystems, type ModuleSystem, modulesWithSystem, versionIn } from "./names.js";
import { sayEnded } from "./narration.js";
import { liveOf } from "./run-module.js";
import { stateOf } from "./unfinished.js";
import type { ModuleResult } from "./views.js";

export interface Resuming {
  readonly timeoutSeconds: number;
  readonly live: ModulesLive;
}

/** Under the data store's lock. One that cannot be finished is told, and does not keep the others from it. */
export async function resumeModules(context: AppContext, resuming: Resuming): Promise<readonly ModuleResult[]> {
  const results: ModuleResult[] = [];
  for (const module of [...modulesWithSystem(context), ...legacySystems(context)]) {
    if (resuming.live.leaveSignal.aborted) break;
    const result = await resumeModule(context, module, resuming);
    if (result !== undefined) results.push(result);
  }
  return results;
}

/** What was brought back is compared, and tried again: only the others are still to be told of. */
export function isOpen({ outcome }: ModuleResult): boolean {
  return outcome === "unfinished" || outcome === "notRestored";
}

async function resumeModule(
  context: AppContext,
  of: ModuleSystem,
  { timeoutSeconds, live }: Resuming,
): Promise<ModuleResult | undefined> {
  const { name, system } = of;
  const module = contextOfModule(context, of, { timeoutSeconds });
  const about = { name, from: null, durationMilliseconds: 0 };
  const state = stateOf(module);
  if ("message" in state) {
    return { ...about, to: "", outcome: "notRestored", deployment: null, problem: state };
  }
  const { inProgress } = state;
  if (inProgress === undefined) return undefined;
  context.log.warning(`Module ${name} was left in the middle of an update; that is finished first`);
  const options = { stopBefore: [], exitOnReboot: true };
  const end = await endOf({ system, module }, () => resumeDeployment(module, options, liveOf(name, live)));
  const result = { ...about, to: versionIn(inProgress.plan.manifestName, name), ...end };
  sayEnded(context.log, result);
  return result;
}
