// The legacy mode: runs the modules that manifest.json names, as they are installed, one after the other. Nothing is fetched and
// nothing replaced; each run is a deployment all the same, so what it names is captured before and comes back if it fails.

import { type LegacyRun, readLegacy } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { underLock } from "../under-lock.js";
import { aboutOf, readyInstalled } from "./installed-run.js";
import { type ModulesLive, quietly, signalOf } from "./live.js";
import { saySummary } from "./narration.js";
import { problemOfThrown } from "./problem.js";
import { requestOf, type UpdateModulesOptions } from "./request.js";
import { isOpen, resumeModules } from "./resume-modules.js";
import { type ModulesRun, moduleRun, newRun, refused } from "./run-each.js";
import { refusal, runModule } from "./run-module.js";
import { exitCodeOfUpdate, type ModuleResult, type ModulesUpdate } from "./views.js";

/** Throws DATASTORE_…, MODULES_LEGACY_INVALID, CONFIG_INVALID. */
export async function runLegacyModules(
  context: AppContext,
  options: UpdateModulesOptions,
  live: ModulesLive = quietly(),
): Promise<ModulesUpdate> {
  const request = requestOf(context, options);
  const run = newRun(context, request, live);
  return await underLock(context, async () => {
    context.log.info("Running legacy update system...");
    const resumed = await resumeModules(context, { timeoutSeconds: request.timeoutSeconds, live });
    const results = await runAll(run);
    saySummary(context.log, results);
    const exitCode = exitCodeOfUpdate([], [...resumed.filter(isOpen), ...results], null);
    const nothing = { source: null, modules: [], lost: [], indexProblem: null };
    return { exitCode, run: run.runId, modulesPath: request.place.root, resumed, results, ...nothing };
  });
}

async function runAll(run: ModulesRun): Promise<readonly ModuleResult[]> {
  const { context, request, live } = run;
  const manifest = readLegacy(request.place.legacyFile);
  if (manifest === undefined) {
    context.log.warning(`No legacy manifest found: ${request.place.legacyFile}`);
    return [];
  }
  context.log.info(`Running legacy updates for: ${manifest.runs.map(({ name }) => name).join(", ")}`);
  const results: ModuleResult[] = [];
  for (const entry of manifest.runs) {
    const isStopped = signalOf(live).aborted;
    results.push(isStopped ? { ...refusal(aboutOf(entry), null), outcome: "notStarted" } : await runOne(run, entry));
  }
  return results;
}

async function runOne(run: ModulesRun, entry: LegacyRun): Promise<ModuleResult> {
  const { context, request, live } = run;
  if (!entry.ok) return refused(run, aboutOf(entry), { ...entry.why, output: [] });
  try {
    const ready = await readyInstalled(context, entry, { place: request.place, signal: signalOf(live) });
    return await runModule(context, ready, moduleRun(run));
  } catch (thrown) {
    return refused(run, aboutOf(entry), problemOfThrown(thrown));
  }
}
