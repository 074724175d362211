// `modules update`: what is in progress is finished, the repository is fetched and compared, and each module that it has in a higher
// version is deployed by itself. One module's failure is its own: it comes back as it was, and the others go on.

import { invariant } from "../../base/index.js";
import { type ModuleComparison, needsUpdate, prepareModule } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { documentsFolderOf } from "../system-of.js";
import { underLock } from "../under-lock.js";
import { updateGlobalIndex } from "./global-index.js";
import { type ModulesLive, quietly, signalOf } from "./live.js";
import { type Look, lookedAt, whileLooking } from "./look.js";
import { lostModules } from "./lost.js";
import { systemOfModule } from "./names.js";
import { saySummary } from "./narration.js";
import { requestOf, type UpdateModulesOptions } from "./request.js";
import { isOpen, resumeModules } from "./resume-modules.js";
import { type ModulesRun, newRun, runEach } from "./run-each.js";
import type { ReadyModule } from "./run-module.js";
import { exitCodeOfUpdate, type ModuleResult, type ModulesUpdate, viewOf } from "./views.js";

/** Throws DATASTORE_…, MODULES_…, CONFIG_INVALID; then no module was touched but to finish what was in progress. */
export async function updateModules(
  context: AppContext,
  options: UpdateModulesOptions,
  live: ModulesLive = quietly(),
): Promise<ModulesUpdate> {
  const run = newRun(context, requestOf(context, options), live);
  return await underLock(context, async () => await updateUnderLock(run));
}

async function updateUnderLock(run: ModulesRun): Promise<ModulesUpdate> {
  const { context, request, live, runId } = run;
  const resumed = await resumeModules(context, { timeoutSeconds: request.timeoutSeconds, live });
  return await whileLooking(context, { request, signal: signalOf(live), asked: request.names }, async (look) => {
    const modules = look.comparisons.map(viewOf);
    live.view.found(modules);
    const results = await updateAll(run, look);
    const lost = lostModules(context, { place: request.place, modules: look.comparisons }, results);
    const indexProblem = updateGlobalIndex(context, request, results);
    saySummary(context.log, results);
    const all = [...resumed.filter(isOpen), ...lost, ...results];
    const exitCode = exitCodeOfUpdate(modules, all, indexProblem);
    return { exitCode, run: runId, ...lookedAt(request, look), modules, resumed, lost, results, indexProblem };
  });
}

/** A `check` at the same time waits for the working copy only until the modules have been taken out of it. */
async function updateAll(run: ModulesRun, { comparisons, synced }: Look): Promise<readonly ModuleResult[]> {
  const wanted = comparisons.filter(needsUpdate);
  if (wanted.length === 0) return [];
  run.context.log.info("Step 3: Updating modules...");
  return await runEach(
    run,
    wanted.map((comparison) => ({ about: aboutOf(comparison), ready: () => readied(run, comparison) })),
    () => synced.release(),
  );
}

/** Throws MODULES_…. */
async function readied({ context, request, live }: ModulesRun, comparison: ModuleComparison): Promise<ReadyModule> {
  const { name, repository, local, priority } = comparison;
  invariant(repository?.ok === true, "what is to be updated can be read");
  const system = systemOfModule(name);
  const { manifestPath, claims, warnings } = await prepareModule({
    ...{ module: repository, place: request.place, signal: signalOf(live) },
    folder: documentsFolderOf(context, system),
    ...(local?.ok === true && { installed: local }),
  });
  for (const { message } of warnings) context.log.warning(message, { module: name });
  return { ...aboutOf(comparison), system, priority, isReplaced: true, manifestPath, claims };
}

function aboutOf({ name, localVersion, repositoryVersion = "" }: ModuleComparison) {
  return { name, from: localVersion ?? null, to: repositoryVersion };
}
