// The global index of the modules: written from what the journals say has succeeded, and from nothing else, so it can be made again
// at any time. What is in it besides stays.

import { OrchestratorError } from "../../base/index.js";
import type { DeploymentHistory } from "../../datastore/index.js";
import { plannedComponents } from "../../model/index.js";
import { globalIndexWith, readGlobalIndex, writeGlobalIndex } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { contextOfSystem } from "../system-of.js";
import { readSystemState } from "../system-state.js";
import { modulesWithSystem, systemOfModule } from "./names.js";
import { problemOfThrown } from "./problem.js";
import type { ModulesRequest } from "./request.js";
import type { ModuleProblem, ModuleResult } from "./views.js";

const VERSION = "rootfs-image.directory-module.version";

/** Answers with why it could not be done: what has been updated is updated all the same, and the next run writes it. */
export function updateGlobalIndex(
  context: AppContext,
  { place: { indexFile }, repositoryUrl, branch }: ModulesRequest,
  results: readonly ModuleResult[],
): ModuleProblem | null {
  const { log } = context;
  log.info("Step 4: Updating global index...");
  try {
    const versions = activeVersions(context);
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

function activeVersions(context: AppContext): Readonly<Record<string, string>> {
  const versions = modulesWithSystem(context).map(({ name }) => [name, activeVersion(context, name)] as const);
  return Object.fromEntries(versions.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])));
}

/** A module's active version by its own system's journals; undefined where none was installed. */
export function activeVersion(context: AppContext, name: string): string | undefined {
  const active = activeOf(context, name);
  if (active === undefined) return undefined;
  const [component] = plannedComponents(active.plan);
  return component?.target[VERSION] ?? active.plan.skipped[0]?.provides[VERSION];
}

/** Of a system whose newest journal is damaged, nothing is known, which has been said before. */
function activeOf(context: AppContext, name: string): DeploymentHistory | undefined {
  const { deployments } = contextOfSystem(context, systemOfModule(name)).wire.datastore;
  try {
    return readSystemState(deployments, context.log).active;
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return undefined;
    throw thrown;
  }
}
