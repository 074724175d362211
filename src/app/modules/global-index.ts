// The global index of the modules: written from what the journals say has succeeded, and from nothing else, so it can be made again
// at any time. What is in it besides stays.

import { OrchestratorError } from "../../base/index.js";
import {
  globalIndexWith,
  type ModulesPlace,
  readGlobalIndex,
  writeGlobalIndex,
} from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { contextOfSystem } from "../system-of.js";
import { versionHere } from "./here.js";
import { modulesWithSystem } from "./names.js";
import { problemOfThrown } from "./problem.js";
import type { ModulesRequest } from "./request.js";
import type { ModuleProblem, ModuleResult } from "./views.js";

/** Answers with why it could not be done: what has been updated is updated all the same, and the next run writes it. */
export function updateGlobalIndex(
  context: AppContext,
  { place, repositoryUrl, branch }: ModulesRequest,
  results: readonly ModuleResult[],
): ModuleProblem | null {
  const { log } = context;
  log.info("Step 4: Updating global index...");
  try {
    const { indexFile } = place;
    const versions = versionsHere(context, place);
    const before = readGlobalIndex(indexFile);
    const after = globalIndexWith(before, versions, { repositoryUrl, branch });
    if (after !== before) writeGlobalIndex(indexFile, after);
    const updated = results.filter(({ outcome }) => outcome === "updated");
    for (const { name, to } of updated) log.info(`Updated global index: ${name} → ${to}`);
    log.info(`Global index updated with ${updated.length} modules`);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError)) throw thrown;
    log.error(`Error updating global index: ${thrown.message}`);
    return problemOfThrown(thrown);
  }
}

/** By the journals of each module's own system; what was installed into other places is left out. */
function versionsHere(context: AppContext, place: ModulesPlace): Readonly<Record<string, string>> {
  const versions = modulesWithSystem(context).map(
    ({ name, system }) => [name, versionHere(contextOfSystem(context, system), { place, name })] as const,
  );
  return Object.fromEntries(versions.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])));
}
