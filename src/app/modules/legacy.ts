// The legacy mode: runs the modules that manifest.json names, as they are installed, one after the other. Nothing is fetched and
// nothing replaced; each run is a deployment all the same, so what it names is captured before and comes back if it fails.

import { randomBytes } from "node:crypto";
import { type LegacyModule, type LegacyRun, prepareLegacy, readLegacy } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { documentsFolderOf } from "../system-of.js";
import { underLock } from "../under-lock.js";
import type { ModulesLive } from "./live.js";
import { problemOfThrown } from "./module-end.js";
import { systemOfLegacy } from "./names.js";
import { sayEnded, saySummary } from "./narration.js";
import { type ModulesRequest, requestOf, type UpdateModulesOptions } from "./request.js";
import { isOpen, resumeModules } from "./resume-modules.js";
import { type ReadyModule, refusal, runModule } from "./run-module.js";
import { SOURCE } from "./update.js";
import { exitCodeOfUpdate, type ModuleResult, type ModulesUpdate } from "./views.js";

interface Legacy {
  readonly context: AppContext;
  readonly request: ModulesRequest;
  readonly live: ModulesLive;
  readonly runId: string;
}

/** Throws DATASTORE_…, MODULES_LEGACY_INVALID, CONFIG_INVALID. */
export async function runLegacyModules(
  context: AppContext,
  options: UpdateModulesOptions,
  live: ModulesLive,
): Promise<ModulesUpdate> {
  const request = requestOf(context, options);
  const legacy = { context, request, live, runId: randomBytes(8).toString("hex") };
  return await underLock(context, async () => {
    context.log.info("Running legacy update system...");
    const resumed = await resumeModules(context, { timeoutSeconds: request.timeoutSeconds, live });
    const results = await runAll(legacy);
    saySummary(context.log, results);
    const exitCode = exitCodeOfUpdate([], [...resumed.filter(isOpen), ...results], null);
    const nothing = { source: null, modules: [], lost: [], indexProblem: null };
    return { exitCode, run: legacy.runId, modulesPath: request.place.root, resumed, results, ...nothing };
  });
}

async function runAll(legacy: Legacy): Promise<readonly ModuleResult[]> {
  const { context, request, live } = legacy;
  const manifest = readLegacy(request.place.legacyFile);
  if (manifest === undefined) {
    context.log.warning(`No legacy manifest found: ${request.place.legacyFile}`);
    return [];
  }
  context.log.info(`Running legacy updates for: ${manifest.runs.map(({ name }) => name).join(", ")}`);
  const results: ModuleResult[] = [];
  for (const run of manifest.runs) {
    const isStopped = live.cancelSignal.aborted || live.leaveSignal.aborted;
    results.push(isStopped ? { ...refusal(aboutOf(run), null), outcome: "notStarted" } : await runOne(legacy, run));
  }
  return results;
}

async function runOne(legacy: Legacy, run: LegacyRun): Promise<ModuleResult> {
  const { context, request, live, runId } = legacy;
  const given = { run: { id: runId, source: SOURCE }, timeoutSeconds: request.timeoutSeconds, live };
  try {
    if (!run.ok) return told(legacy, refusal(aboutOf(run), { ...run.why, output: [] }));
    return await runModule(context, await readied(legacy, run), given);
  } catch (thrown) {
    return told(legacy, refusal(aboutOf(run), problemOfThrown(thrown)));
  }
}

function told({ context, live }: Legacy, result: ModuleResult): ModuleResult {
  sayEnded(context.log, result);
  live.view.ended(result);
  return result;
}

async function readied({ context, request, live }: Legacy, run: LegacyModule): Promise<ReadyModule> {
  const system = systemOfLegacy(run.module);
  const signal = AbortSignal.any([live.cancelSignal, live.leaveSignal]);
  const folder = documentsFolderOf(context, system);
  const { manifestPath, claims, warnings } = await prepareLegacy({ run, place: request.place, folder, signal });
  for (const { message } of warnings) context.log.warning(message, { module: run.name });
  return { ...aboutOf(run), system, manifestPath, claims, priority: 0 };
}

function aboutOf(run: LegacyRun): Pick<ReadyModule, "name" | "from" | "to"> {
  const version = run.ok ? (run.version ?? null) : null;
  return { name: run.name, from: version, to: version ?? "" };
}
