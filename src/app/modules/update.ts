// `modules update`: what is in progress is finished, the repository is fetched and compared, and each module that it has in a higher
// version is deployed by itself. One module's failure is its own: it comes back as it was, and the others go on.

import { randomBytes } from "node:crypto";
import { invariant } from "../../base/index.js";
import { conflicts, type ModuleComparison, needsUpdate, prepareModule } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { documentsFolderOf } from "../system-of.js";
import { underLock } from "../under-lock.js";
import { updateGlobalIndex } from "./global-index.js";
import type { ModulesLive } from "./live.js";
import { type Look, lookedAt, whileLooking } from "./look.js";
import { problemOfThrown } from "./module-end.js";
import { systemOfModule } from "./names.js";
import { sayEnded, saySummary } from "./narration.js";
import { type ModulesRequest, requestOf, type UpdateModulesOptions } from "./request.js";
import { isOpen, lostModules, resumeModules } from "./resume-modules.js";
import { type ReadyModule, refusal, runModule } from "./run-module.js";
import { runScheduled } from "./schedule.js";
import { exitCodeOfUpdate, type ModuleResult, type ModulesUpdate, viewOf } from "./views.js";

export const SOURCE = "git-modules";

interface Update {
  readonly context: AppContext;
  readonly request: ModulesRequest;
  readonly live: ModulesLive;
  readonly runId: string;
}

/** Throws DATASTORE_…, MODULES_…, CONFIG_INVALID; then no module was touched but to finish what was in progress. */
export async function updateModules(
  context: AppContext,
  options: UpdateModulesOptions,
  live: ModulesLive,
): Promise<ModulesUpdate> {
  const update = { context, request: requestOf(context, options), live, runId: randomBytes(8).toString("hex") };
  return await underLock(context, async () => await updateUnderLock(update));
}

async function updateUnderLock(update: Update): Promise<ModulesUpdate> {
  const { context, request, live, runId } = update;
  const resumed = await resumeModules(context, { timeoutSeconds: request.timeoutSeconds, live });
  return await whileLooking(context, { request, signal: endOf(live) }, async (look) => {
    const modules = look.comparisons.map(viewOf);
    live.view.found(modules);
    const results = await runAll(update, look);
    const lost = lostModules(context, look.comparisons, results);
    const indexProblem = updateGlobalIndex(context, request, results);
    saySummary(context.log, results);
    const all = [...resumed.filter(isOpen), ...lost, ...results];
    const exitCode = exitCodeOfUpdate(modules, all, indexProblem);
    return { exitCode, run: runId, ...lookedAt(request, look), modules, resumed, lost, results, indexProblem };
  });
}

async function runAll(update: Update, look: Look): Promise<readonly ModuleResult[]> {
  const { context, request, live, runId } = update;
  const wanted = look.comparisons.filter(needsUpdate);
  if (wanted.length === 0) return [];
  context.log.info("Step 3: Updating modules...");
  const results = new Map<string, ModuleResult>();
  const ready = await readied(update, wanted, results);
  const given = { run: { id: runId, source: SOURCE }, timeoutSeconds: request.timeoutSeconds, live };
  const left = await runScheduled(ready, {
    jobs: request.jobs,
    isStopped: () => live.cancelSignal.aborted || live.leaveSignal.aborted,
    areConflicting: (one, other) => conflicts(one.claims, other.claims),
    run: async (module) => void results.set(module.name, await runModule(context, module, given)),
  });
  for (const module of left) results.set(module.name, notStarted(module));
  return wanted.flatMap(({ name }) => results.get(name) ?? []);
}

/** One that cannot be made ready gets its result at once. */
async function readied(
  update: Update,
  wanted: readonly ModuleComparison[],
  results: Map<string, ModuleResult>,
): Promise<readonly ReadyModule[]> {
  const ready: ReadyModule[] = [];
  for (const comparison of wanted) {
    const about = aboutOf(comparison);
    try {
      ready.push({ ...about, ...(await prepared(update, comparison)), priority: comparison.priority });
    } catch (thrown) {
      const result = refusal(about, problemOfThrown(thrown));
      results.set(result.name, result);
      sayEnded(update.context.log, result);
      update.live.view.ended(result);
    }
  }
  return ready;
}

async function prepared({ context, request, live }: Update, { name, repository, local }: ModuleComparison) {
  invariant(repository?.ok === true, "what is to be updated can be read");
  const folder = documentsFolderOf(context, systemOfModule(name));
  const { manifestPath, claims, warnings } = await prepareModule({
    ...{ module: repository, place: request.place, folder, signal: endOf(live) },
    ...(local?.ok === true && { installed: local }),
  });
  for (const { message } of warnings) context.log.warning(message, { module: name });
  return { system: systemOfModule(name), manifestPath, claims };
}

function endOf({ cancelSignal, leaveSignal }: ModulesLive): AbortSignal {
  return AbortSignal.any([cancelSignal, leaveSignal]);
}

function aboutOf({ name, localVersion, repositoryVersion = "" }: ModuleComparison) {
  return { name, from: localVersion ?? null, to: repositoryVersion };
}

function notStarted({ name, from, to }: ReadyModule): ModuleResult {
  return { name, from, to, outcome: "notStarted", deployment: null, duration: 0, problem: null };
}
