// `plan --modules`: what `modules update` would do. Each module is made ready as it would be, in a folder that goes again, so what would
// be refused is refused here; nothing that is installed is touched, and no component is asked.

import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { invariant } from "../../base/index.js";
import { makeFolders } from "../../durable/index.js";
import { type Claims, type ModuleComparison, needsUpdate, prepareModule } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { lookedAt, whileLooking } from "./look.js";
import { problemOfThrown } from "./problem.js";
import { type ModulesOptions, type ModulesRequest, requestOf } from "./request.js";
import { unfinishedModules } from "./unfinished.js";
import { exitCodeOfCheck, type ModuleProblem, type ModulesCheck, viewOf } from "./views.js";

export interface ModuleStep {
  readonly name: string;
  readonly from: string | null;
  readonly to: string;
  /** Those of a lower one have ended before. */
  readonly priority: number;
  /** Captured before, and brought back if it fails. */
  readonly captured: Claims;
  /** Why it would be refused; null where it would be run. */
  readonly problem: ModuleProblem | null;
}

export interface ModulesPlan extends ModulesCheck {
  /** In the order in which they would begin. */
  readonly steps: readonly ModuleStep[];
}

/** Throws MODULES_…, CONFIG_INVALID. */
export async function planModules(
  context: AppContext,
  options: ModulesOptions & { readonly signal: AbortSignal },
): Promise<ModulesPlan> {
  const request = requestOf(context, options);
  const { signal } = options;
  const workingPid = context.wire.datastore.holder() ?? null;
  const unfinished = unfinishedModules(context, request.place);
  return await whileLooking(context, { request, signal, unfinished, asked: request.names }, async (look) => {
    const modules = look.comparisons.map(viewOf);
    const steps = await stepsOf(context, look.comparisons.filter(needsUpdate), { request, signal });
    const isRefused = steps.some(({ problem }) => problem !== null);
    return {
      exitCode: isRefused ? 1 : exitCodeOfCheck(modules),
      ...lookedAt(request, look),
      unfinished,
      workingPid,
      modules,
      steps,
    };
  });
}

const NOTHING: Claims = { paths: [], services: [], databases: [] };

interface Given {
  readonly request: ModulesRequest;
  readonly signal: AbortSignal;
}

async function stepsOf(
  { directories }: AppContext,
  wanted: readonly ModuleComparison[],
  given: Given,
): Promise<readonly ModuleStep[]> {
  const parent = join(directories.datastore, "modules");
  makeFolders(parent);
  const folder = mkdtempSync(join(parent, ".plan-"));
  try {
    const steps: ModuleStep[] = [];
    for (const comparison of wanted) steps.push(await stepOf(comparison, join(folder, comparison.name), given));
    return steps;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function stepOf(comparison: ModuleComparison, folder: string, { request, signal }: Given): Promise<ModuleStep> {
  const { name, localVersion, repositoryVersion = "", priority, repository: module, local } = comparison;
  invariant(module?.ok === true, "what is to be updated can be read");
  const about = { name, from: localVersion ?? null, to: repositoryVersion, priority };
  const installed = local?.ok === true ? { installed: local } : {};
  try {
    const { claims } = await prepareModule({ module, ...installed, place: request.place, folder, signal });
    return { ...about, captured: claims, problem: null };
  } catch (thrown) {
    signal.throwIfAborted();
    return { ...about, captured: NOTHING, problem: problemOfThrown(thrown) };
  }
}
