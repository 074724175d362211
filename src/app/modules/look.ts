// Brings the working copy up to date and compares: what is in the repository, and what is installed. Nothing that is installed is
// touched. The copy stays as it is until it is released, or has been looked at.

import { shownLocation } from "../../model/index.js";
import {
  compareModules,
  type ModuleComparison,
  readModules,
  type Synced,
  syncRepository,
} from "../../sources/git-modules/index.js";
import type { AppContext } from "../context.js";
import { withHolds } from "./held-back.js";
import { sayBegin, sayDetected } from "./narration.js";
import { type ModulesRequest, syncRequestOf } from "./request.js";
import type { ModulesCheck } from "./views.js";

export interface Look {
  readonly synced: Synced;
  /** Of the modules that are asked for, by priority and name. */
  readonly comparisons: readonly ModuleComparison[];
}

export interface LookRequest {
  readonly request: ModulesRequest;
  readonly signal: AbortSignal;
  /** Modules that an earlier update has left in the middle; where they are finished first, none. */
  readonly unfinished?: readonly string[];
  /** Modules that may be taken to a version that was left by a way back. */
  readonly asked: readonly string[];
}

/** Throws MODULES_…. */
export async function whileLooking<Answer>(
  context: AppContext,
  { request, signal, asked, unfinished = [] }: LookRequest,
  use: (look: Look) => Promise<Answer>,
): Promise<Answer> {
  const { log } = context;
  sayBegin(log, request);
  const synced = await syncRepository(syncRequestOf(context, request, signal));
  try {
    log.info("Step 2: Detecting module updates...");
    const names = request.names.length === 0 ? undefined : request.names;
    const { place } = request;
    const compared = compareModules(readModules(place.modules), readModules(synced.modulesFolder), names);
    const comparisons = withHolds(context, { place, asked }, compared);
    sayDetected(log, comparisons, unfinished);
    return await use({ synced, comparisons });
  } finally {
    synced.release();
  }
}

export function lookedAt(
  { repositoryUrl, branch, place }: ModulesRequest,
  { synced: { commit } }: Look,
): Pick<ModulesCheck, "source" | "modulesPath"> {
  return { source: { repositoryUrl: shownLocation(repositoryUrl), branch, commit }, modulesPath: place.root };
}
