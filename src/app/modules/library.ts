// What the original of the git modules offers to programs that look at modules, under its names: the use cases in smaller pieces.

import { join } from "node:path";
import { OrchestratorError } from "../../base/index.js";
import {
  compareModules,
  type ModuleIndex,
  needsUpdate,
  readModuleIndex,
  readModules,
  type Synced,
  syncRepository,
} from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { type ModulesOptions, requestOf, syncRequestOf } from "./request.js";
import { type ModuleView, viewOf } from "./views.js";

/** Of the module in that folder. Throws MODULES_INDEX_UNREADABLE. */
export async function loadModuleIndex(folder: string): Promise<ModuleIndex> {
  const reading = readModuleIndex(join(folder, "index.json"));
  if (reading.ok) return reading.index;
  const { code, message, hint, location } = reading.why;
  throw new OrchestratorError({ code, message, ...(hint && { hint }), ...(location && { location }) });
}

/** Brings the working copy to what the repository has. Throws MODULES_…. */
export async function syncFromRepo(
  context: AppContext,
  options: Omit<ModulesOptions, "names" | "modulesPath"> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Omit<Synced, "release">> {
  const { release, ...synced } = await syncRepository(syncRequestOf(context, requestOf(context, options), signal));
  release();
  return synced;
}

/** Those of which the repository has a higher version, or which are not installed. Both are folders of modules. */
export async function detectModuleUpdates(
  localFolder: string,
  repositoryFolder: string,
): Promise<readonly ModuleView[]> {
  return compareModules(readModules(localFolder), readModules(repositoryFolder)).filter(needsUpdate).map(viewOf);
}
