// Runs modules as they are installed, by name and with arguments: what the original of the git modules offers to programs as
// run_update and run_updates_async. Each run is a deployment, so what a module fails to do comes back.

import { OrchestratorError } from "../../base/index.js";
import { isModuleName, type LegacyModule } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { underLock } from "../under-lock.js";
import { aboutOf, readyInstalled } from "./installed-run.js";
import { type ModulesLive, quietly, signalOf } from "./live.js";
import { requestOf, type UpdateModulesOptions } from "./request.js";
import { resumeModules } from "./resume-modules.js";
import { newRun, runEach } from "./run-each.js";
import { refusal } from "./run-module.js";
import type { ModuleResult } from "./views.js";

export interface ModuleUpdate {
  /** The name of the module's folder. */
  readonly module: string;
  /** What main is given; what JSON can say. */
  readonly args?: readonly unknown[];
}

export interface RunUpdateOptions extends Pick<UpdateModulesOptions, "modulesPath" | "jobs" | "timeoutSeconds"> {
  readonly live?: ModulesLive;
}

/** Throws DATASTORE_…, ARGUMENT_INVALID; how the module ended is the result. */
export async function runUpdate(
  context: AppContext,
  update: ModuleUpdate,
  options: RunUpdateOptions = {},
): Promise<ModuleResult> {
  const [result] = await runUpdatesAsync(context, [update], options);
  return result ?? refusal({ name: update.module, from: null, to: "" }, null);
}

/** `jobs` at once, never two that claim the same path or service. Throws DATASTORE_…, ARGUMENT_INVALID. */
export async function runUpdatesAsync(
  context: AppContext,
  updates: readonly ModuleUpdate[],
  { live = quietly(), ...options }: RunUpdateOptions = {},
): Promise<readonly ModuleResult[]> {
  const request = requestOf(context, options);
  const runs = updates.map(asRun);
  refuseTwice(runs);
  return await underLock(context, async () => {
    await resumeModules(context, { timeoutSeconds: request.timeoutSeconds, live });
    const given = { place: request.place, signal: signalOf(live) };
    return await runEach(
      newRun(context, request, live),
      runs.map((run) => ({ about: aboutOf(run), ready: () => readyInstalled(context, run, given) })),
    );
  });
}

function asRun({ module, args = [] }: ModuleUpdate): LegacyModule {
  if (!isModuleName(module)) throw invalid(`${JSON.stringify(module.slice(0, 100))} is not the name of a module`);
  return { ok: true, name: module, module, ...(args.length > 0 && { argsText: JSON.stringify(args) }) };
}

function refuseTwice(runs: readonly LegacyModule[]): void {
  const twice = runs.find((run, i) => runs.findIndex(({ module }) => module === run.module) < i);
  if (twice !== undefined) throw invalid(`the module ${twice.module} is named twice`);
}

function invalid(message: string): OrchestratorError {
  return new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message,
    hint: "Name each module once, as its folder is called.",
  });
}
