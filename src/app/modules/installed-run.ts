// A module as it is installed, made ready to be run by itself: what it names is captured before, and nothing is replaced.

import { type LegacyModule, type LegacyRun, prepareLegacy } from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { documentsFolderOf } from "../system-of.js";
import { systemOfLegacy } from "./names.js";
import type { ModulesRequest } from "./request.js";
import type { ReadyModule } from "./run-module.js";

/** Throws MODULES_LEGACY_CHECKSUM, MODULES_…. */
export async function readyInstalled(
  context: AppContext,
  run: LegacyModule,
  { place, signal }: Pick<ModulesRequest, "place"> & { readonly signal: AbortSignal },
): Promise<ReadyModule> {
  const system = systemOfLegacy(run.module);
  const folder = documentsFolderOf(context, system);
  const { manifestPath, claims, warnings } = await prepareLegacy({ run, place, folder, signal });
  for (const { message } of warnings) context.log.warning(message, { module: run.name });
  return { ...aboutOf(run), system, manifestPath, claims, priority: 0 };
}

export function aboutOf({ name, ...run }: LegacyRun) {
  const version = run.ok ? run.version : undefined;
  return { name, from: version ?? null, to: version ?? "" };
}
