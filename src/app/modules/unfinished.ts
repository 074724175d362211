// Which modules an update has left in the middle: by their journals alone, so that looking needs neither the lock nor the engine.

import type { ModulesPlace } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { contextOfSystem } from "../system-of.js";
import { readSystemState, type SystemState } from "../system-state.js";
import { isHere } from "./here.js";
import { modulesWithSystem } from "./names.js";
import { problemOfThrown } from "./problem.js";
import type { ModuleProblem } from "./views.js";

/** Names of those that an update has left in the middle in that place, as far as that can be read. */
export function unfinishedModules(context: AppContext, place: ModulesPlace): readonly string[] {
  return modulesWithSystem(context).flatMap(({ name, system }) => {
    const state = stateOf(contextOfSystem(context, system));
    if ("message" in state || state.inProgress === undefined) return [];
    return isHere(state.inProgress, { place, name }) ? [name] : [];
  });
}

/** Or why it cannot be read: then nobody knows whether something is in progress. */
export function stateOf(module: AppContext): SystemState | ModuleProblem {
  try {
    return readSystemState(module.wire.datastore.deployments, module.log);
  } catch (thrown) {
    return problemOfThrown(thrown);
  }
}
