// Artifacts of the active manifest and of the one before it stay with the system, whatever becomes of the places they came from. What
// is on a server stays there; what came through a pipe is gone.

import { existsSync } from "node:fs";
import { bundleLocation, parseBundleLocation, STANDARD_INPUT } from "../../artifacts/index.js";
import { type Diagnostic, type Log, messageOf } from "../../base/index.js";
import type { DeploymentHistory, Deployments, FileToStore, StoredArtifacts } from "../../datastore/index.js";
import { isUrl, type Plan, type PlannedArtifact, plannedComponents, shownLocation } from "../../model/index.js";
import { firstOf } from "../chain/chain-file.js";
import type { AppContext } from "../context.js";
import { readable } from "../ended.js";
import { readSystemState } from "../system-state.js";
import { DEFAULT_KEEP_ARTIFACTS } from "./keep-setting.js";
import { lasting } from "./lasting.js";

/** Where an artifact of an earlier deployment is: the one that is kept is what it was, else there is only where it was. */
export function whereIs(stored: StoredArtifacts, artifact: PlannedArtifact): string {
  const path = stored.find(fileNameOf(artifact));
  const bundle = parseBundleLocation(artifact.path);
  if (path === undefined) return artifact.path;
  return bundle === undefined ? path : bundleLocation({ path, index: bundle.index });
}

/** What a `rollback --to` would miss after another manifest has been installed: said before, while something can be done about it. */
export function missingForReturn({ wire, log }: AppContext): readonly Diagnostic[] {
  const { artifacts, deployments } = wire.datastore;
  const { active } = readSystemState(deployments, log);
  if (active === undefined) return [];
  const missing = artifactsAt([active], lastingIn(deployments, log)).filter(
    (artifact) => !isThere(whereIs(artifacts, artifact)),
  );
  return missing.map(({ name, path }) => ({
    code: "ARTIFACT_NOT_FOUND",
    severity: "warning",
    message: `${shownLocation(path)} is gone, and not kept: \`rollback --to\` will not lead back to ${name}`,
    hint: "Put it back to where it was when it was installed.",
  }));
}

/** Whether it is still what it was is seen when it is needed. */
export function isThere(location: string): boolean {
  return isUrl(location) || existsSync(parseBundleLocation(location)?.path ?? location);
}

/** When a deployment has succeeded. What cannot be kept or removed is named in the log: the end stands. */
export async function keepWhatIsInstalled(context: AppContext, plan: Plan): Promise<void> {
  const { config, log } = context;
  const setting = config.keepArtifacts ?? DEFAULT_KEEP_ARTIFACTS;
  try {
    if (setting === "never") return context.wire.datastore.artifacts.keepOnly([]);
    await addAll(context, plan, setting === "copies");
    removeUnneeded(context);
  } catch (thrown) {
    log.warning(`not all artifacts could be kept for a way back: ${messageOf(thrown)}`);
  }
}

async function addAll({ wire, log }: AppContext, plan: Plan, mayCopy: boolean): Promise<void> {
  for (const { type, artifact } of plannedComponents(plan)) {
    const path = fileOf(artifact);
    if (path === undefined) continue;
    const file: FileToStore = { fileName: fileNameOf(artifact), path, mayCopy };
    if (!(await wire.datastore.artifacts.add(file))) {
      log.debug(`the artifact of ${type} is not kept: it cannot be linked from ${path}`);
    }
  }
}

/** Between two legs of a chain nothing is removed: what was active is so still. */
function removeUnneeded({ wire, log }: AppContext): void {
  const { artifacts, deployments } = wire.datastore;
  const { active, previous, newestEnded } = readSystemState(deployments, log);
  if (active === undefined || newestEnded?.id !== active.id) return;
  const installed = previous === undefined ? [active] : [active, previous];
  artifacts.keepOnly(artifactsAt(installed, lastingIn(deployments, log)).map(fileNameOf));
}

function lastingIn(deployments: Deployments, log: Log): Iterable<DeploymentHistory> {
  return lasting(readable(deployments, deployments.ids(), log));
}

/**
 * Of each type that a manifest names, what was installed last, then: not always with that manifest itself, which may have skipped it.
 * Where it took several legs, all that they have installed: a way there or back may need the same steps. `all` is newest first, and
 * read no further than that takes, since there may be a hundred.
 */
function artifactsAt(
  installed: readonly DeploymentHistory[],
  all: Iterable<DeploymentHistory>,
): readonly PlannedArtifact[] {
  const searches = installed.map(searchOf);
  const found = new Map<string, PlannedArtifact>();
  for (const history of all) {
    const id = Number(history.id);
    for (const { first, missing } of searches.filter(({ until }) => id <= until)) {
      const own = plannedComponents(history.plan).filter(({ type }) => id >= first || missing.has(type));
      for (const { artifact } of own) found.set(artifact.manifestDigest, artifact);
      for (const { type } of own) missing.delete(type);
    }
    if (searches.every(({ first, missing }) => id <= first && missing.size === 0)) break;
  }
  return [...found.values()];
}

/** Nothing else is deployed while a chain lasts: what is between its first leg and its last is of it. */
function searchOf(history: DeploymentHistory) {
  const { id, plan } = history;
  const types = [...plannedComponents(plan), ...plan.skipped].map(({ type }) => type);
  const first = plan.chain === undefined ? id : firstOf(history, plan.chain);
  return { first: Number(first), until: Number(id), missing: new Set(types) };
}

/** Undefined where there is no file. */
function fileOf({ path }: PlannedArtifact): string | undefined {
  if (isUrl(path)) return undefined;
  const file = parseBundleLocation(path)?.path ?? path;
  return file === STANDARD_INPUT ? undefined : file;
}

/** By what it is, since files of other content may have the same name. */
function fileNameOf({ path, manifestDigest }: PlannedArtifact): string {
  return `${manifestDigest}.${parseBundleLocation(path) === undefined ? "mender" : "bundle"}`;
}
