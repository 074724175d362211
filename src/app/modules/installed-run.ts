// A module as it is installed, made ready to be run by itself: what it names is captured before, and nothing is replaced.

import { join } from "node:path";
import {
  destinationOf,
  type LegacyModule,
  type LegacyRun,
  prepareLegacy,
  readModuleIndex,
} from "../../sources/git-modules/index.js";
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
  const index = readModuleIndex(join(destinationOf(place, run.module), "index.json"));
  const version = run.version ?? (index.ok ? index.index.version : undefined);
  const about = { name: run.name, from: version ?? null, to: version ?? "" };
  return { ...about, system, manifestPath, claims, priority: 0, isReplaced: false };
}

export function aboutOf({ name, ...run }: LegacyRun) {
  const version = run.ok ? run.version : undefined;
  return { name, from: version ?? null, to: version ?? "" };
}
