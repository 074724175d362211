// `modules check`: where each module stands. Nothing is touched but the working copy.

import type { AppContext } from "../context.js";
import { lookedAt, whileLooking } from "./look.js";
import { sayChecked } from "./narration.js";
import { type ModulesOptions, requestOf } from "./request.js";
import { unfinishedModules } from "./unfinished.js";
import { exitCodeOfCheck, type ModulesCheck, viewOf } from "./views.js";

/** Throws MODULES_…, CONFIG_INVALID. */
export async function checkModules(
  context: AppContext,
  options: ModulesOptions & { readonly signal?: AbortSignal } = {},
): Promise<ModulesCheck> {
  const { signal = new AbortController().signal } = options;
  const request = requestOf(context, options);
  context.log.info("Check-only mode: detecting updates without applying...");
  const workingPid = context.wire.datastore.holder() ?? null;
  const unfinished = unfinishedModules(context, request.place);
  return await whileLooking(context, { request, signal, unfinished, asked: [] }, async (look) => {
    sayChecked(context.log, look.comparisons, unfinished);
    const modules = look.comparisons.map(viewOf);
    return { exitCode: exitCodeOfCheck(modules), ...lookedAt(request, look), unfinished, workingPid, modules };
  });
}
