// The global index of the modules: written from what the journals say has succeeded, and from nothing else, so it can be made again
// at any time. What is in it besides stays.

import { OrchestratorError } from "../../base/index.js";
import type { DeploymentHistory } from "../../datastore/index.js";
import { plannedComponents } from "../../model/index.js";
import {
  destinationArgument,
  globalIndexWith,
  type ModulesPlace,
  readGlobalIndex,
  writeGlobalIndex,
} from "../../sources/git-modules/index.js";
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
  { place, repositoryUrl, branch }: ModulesRequest,
  results: readonly ModuleResult[],
): ModuleProblem | null {
  const { log } = context;
  log.info("Step 4: Updating global index...");
  try {
    const { indexFile } = place;
    const versions = activeVersions(context, place);
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

function activeVersions(context: AppContext, place: ModulesPlace): Readonly<Record<string, string>> {
  const versions = modulesWithSystem(context).map(({ name }) => [name, activeVersion(context, place, name)] as const);
  return Object.fromEntries(versions.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])));
}

/** By the journals of the module's own system; undefined where none was installed, or it was into another place. */
function activeVersion(context: AppContext, place: ModulesPlace, name: string): string | undefined {
  const { plan } = activeOf(context, name) ?? {};
  const [planned] = plan === undefined ? [] : plannedComponents(plan);
  const component = planned ?? plan?.skipped[0];
  if (component?.interfaceArgs.includes(destinationArgument(place, name)) !== true) return undefined;
  return planned?.target[VERSION] ?? component.provides[VERSION];
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
