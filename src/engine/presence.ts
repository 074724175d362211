// Which versions may be present in the system: what the journal knows, read so that nothing which could be there is left out.

import { type ComponentKey, type ComponentVersions, OFFLINE } from "../model/index.js";
import { type ComponentProgress, type DeploymentContext, progressOf } from "./progress.js";
import { identity, type SafetyProgress, type Watch } from "./watch.js";

/** Version identities by component type, and OFFLINE where components of it are under way. */
export type Presence = ReadonlyMap<string, ReadonlySet<string>>;

export function presenceAtStart(watch: Watch): Presence {
  return gather(watch, (_, { from }) => [from]);
}

/** What may be there while these are rolled back: they show both of their versions, and that they are under way. */
export function presenceDuring(context: DeploymentContext, safety: SafetyProgress, moving: ReadonlySet<ComponentKey>) {
  return gather(safety.watch, (key, { from, to }) =>
    moving.has(key) ? [from, to, OFFLINE] : possibleVersions(context, safety, key),
  );
}

/** Of that, what may be there anyway: it has none of them at the version they go back to. */
export function presenceWithout(context: DeploymentContext, safety: SafetyProgress, moving: ReadonlySet<ComponentKey>) {
  return gather(safety.watch, (key, { to }) => (moving.has(key) ? [to] : possibleVersions(context, safety, key)));
}

/** One version where it is certain, two where it may be either. Empty for a component that is not watched. */
export function possibleVersions(
  context: DeploymentContext,
  { watch, found, completed }: SafetyProgress,
  key: ComponentKey,
): readonly string[] {
  const versions = watch.versions.get(key);
  if (versions === undefined) return [];
  const { from, to } = versions;
  const progress = progressOf(context, key);
  if (!progress.touched) return [identity(found[key] ?? from)];
  if (!progress.installStarted || isBack(progress)) return [from];
  const isForward = progress.rollback === "notRun" && (watch.groupOf.get(key) ?? completed) < completed;
  return isForward ? [to] : [from, to];
}

function isBack({ rollback, rollbackVerify, owesRollbackReboot }: ComponentProgress): boolean {
  return rollback === "succeeded" && rollbackVerify !== "failed" && !owesRollbackReboot;
}

function gather(
  watch: Watch,
  versionsOf: (key: ComponentKey, versions: ComponentVersions) => readonly string[],
): Presence {
  const present = new Map<string, Set<string>>();
  for (const [key, versions] of watch.versions) {
    const ofType = present.get(versions.type) ?? new Set<string>();
    present.set(versions.type, ofType);
    for (const version of versionsOf(key, versions)) ofType.add(version);
  }
  return present;
}
