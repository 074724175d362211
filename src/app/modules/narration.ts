// What a run says in the log, in the words and the order of the original, so that whatever reads its log goes on reading it. What
// the original has no words for is said in ours.

import type { Log } from "../../base/index.js";
import { shownLocation } from "../../model/index.js";
import { type ModuleComparison, needsUpdate } from "../../sources/git-modules/index.js";
import type { ModulesRequest } from "./request.js";
import { hasSucceeded, type ModuleResult } from "./views.js";

export function sayBegin(log: Log, { repositoryUrl, place, localRepository }: ModulesRequest): void {
  log.info("Starting schema-based update orchestration");
  log.info(`Repository: ${shownLocation(repositoryUrl)}`);
  log.info(`Local modules: ${place.root}`);
  log.info(`Sync path: ${localRepository}`);
  log.info("Step 1: Syncing from repository...");
}

/** `unfinished`: nobody knows yet which version of them is in place. */
export function sayDetected(log: Log, comparisons: readonly ModuleComparison[], unfinished: readonly string[]): void {
  for (const comparison of comparisons) {
    if (unfinished.includes(comparison.name)) log.warning(`Update of module ${comparison.name} is unfinished`);
    else sayState(log, comparison);
  }
  const names = comparisons.filter(needsUpdate).map(({ name }) => name);
  if (names.length === 0) log.info("No modules need updates");
  else log.info(`Found ${names.length} modules to update: ${names.join(", ")}`);
}

type Line = readonly [level: "debug" | "info" | "warning" | "error", message: string];

function sayState(log: Log, comparison: ModuleComparison): void {
  for (const { message } of [...comparison.faults, ...comparison.warnings]) {
    log.warning(`${comparison.name}: ${message}`);
  }
  const [level, message] = lineOf(comparison);
  log[level](message);
}

function lineOf(comparison: ModuleComparison): Line {
  const { name, state, localVersion, repositoryVersion } = comparison;
  switch (state) {
    case "new":
    case "newer":
      return ["info", `Module ${name} needs update: ${localVersion ?? "none"} → ${repositoryVersion}`];
    case "same":
      return ["info", `Module ${name} is up to date: ${localVersion}`];
    case "older":
      return ["info", `Module ${name} is up to date: ${localVersion} (the repository has ${repositoryVersion})`];
    case "unreadable":
      return ["warning", `No valid index.json found for ${sideOf(comparison)} module: ${name}`];
    case "disabled":
      return ["info", `Module ${name} is disabled`];
    case "heldBack":
      return ["info", `Module ${name} stays at ${localVersion}: ${repositoryVersion} was left by a way back`];
    case "localOnly":
      return ["debug", `Module ${name} is not in the repository`];
  }
}

function sideOf({ repository }: ModuleComparison): "repo" | "local" {
  return repository?.ok === false ? "repo" : "local";
}

export function sayChecked(log: Log, comparisons: readonly ModuleComparison[], unfinished: readonly string[]): void {
  const names = comparisons.filter(needsUpdate).map(({ name }) => name);
  if (names.length > 0) log.info(`Updates available for: ${names.join(", ")}`);
  else if (unfinished.length === 0) log.info("All modules are up to date");
}

export function sayEnded(log: Log, result: ModuleResult): void {
  for (const [level, message] of linesOf(result)) log[level](message);
}

function linesOf({ name, outcome, problem, from, remains = [] }: ModuleResult): readonly Line[] {
  const why = problem?.message ?? "";
  const back: Line = ["info", `Restored backup for ${name}${from === null ? "" : ` (${from})`}`];
  const restored = [back, ...remains.map((each): Line => ["warning", `Not as before at ${name}: ${each}`])];
  switch (outcome) {
    case "updated":
    case "unchanged":
      return [];
    case "failed":
      return [["error", `Failed to update module ${name}: ${why}`], ...restored];
    case "cancelled":
      return [["warning", `Update of module ${name} was cancelled`], ...restored];
    case "refused":
      return [["error", `Failed to update module ${name}: ${why}`]];
    case "notRestored":
      return [["error", `Failed to restore module ${name}: ${why}`]];
    case "unfinished":
      return [["error", `Update of module ${name} is unfinished: ${why}`]];
    case "notStarted":
      return [["warning", `Update of module ${name} was not started`]];
  }
}

export function saySummary(log: Log, results: readonly ModuleResult[]): void {
  const failed = results.filter((result) => !hasSucceeded(result)).map(({ name }) => name);
  log.info("Update orchestration completed:");
  log.info(`  - Modules detected: ${results.length}`);
  log.info(`  - Successfully updated: ${results.length - failed.length}`);
  log.info(`  - Failed updates: ${failed.length}`);
  if (failed.length > 0) log.info(`  - Failed modules: ${failed.join(", ")}`);
  const lost = results.filter(({ outcome }) => outcome === "notRestored").map(({ name }) => name);
  if (lost.length > 0) log.error(`  - Not restored: ${lost.join(", ")}`);
}
