// The components of the system as planning sees them: what version each one has, and whether it is what its artifact would
// make it. Refuses what would make a plan say one thing and the components another.

import { OrchestratorError } from "../../base/index.js";
import {
  type Component,
  type ComponentKey,
  type ComponentTypeTarget,
  componentKey,
  currentVersion,
  identityOf,
  isInstalled,
  type Manifest,
  OFFLINE,
  type Provides,
  semverScheme,
} from "../../model/index.js";
import type { Installables } from "./installables.js";
import { needsVersion } from "./spoken-of.js";

export interface Subject {
  readonly component: Component;
  readonly key: ComponentKey;
  readonly provides: Provides;
  /** As the component writes it. */
  readonly current: string;
  /** As written; the same as `current` for one that stays. */
  readonly target: string;
  /** Its version is the target's already, and yet it is not what the artifact would make it: it is installed all the same. */
  readonly isSelfUpdate: boolean;
  readonly versionKey?: string;
}

/** Of a component that tells no version, where nobody needs to know it. */
export const UNKNOWN_VERSION = "unknown";

export interface SubjectsInput {
  readonly manifest: Manifest;
  readonly components: readonly Component[];
  readonly provides: ReadonlyMap<ComponentKey, Provides>;
  readonly installables: Installables;
}

/** Throws PLAN_VERSION_UNKNOWN and PLAN_VERSION_CONTRADICTED. */
export function subjectsOf({ manifest, components, provides, installables }: SubjectsInput): readonly Subject[] {
  const subjects = components.map((component) => {
    const key = componentKey(component);
    return subjectOf(component, { manifest, installables, key, provides: provides.get(key) ?? {} });
  });
  refuseUnknown(subjects, manifest);
  return subjects;
}

interface Knowledge {
  readonly manifest: Manifest;
  readonly installables: Installables;
  readonly key: ComponentKey;
  readonly provides: Provides;
}

function subjectOf(component: Component, knowledge: Knowledge): Subject {
  const { manifest, key, provides } = knowledge;
  const entry = manifest.componentTypes.find(({ type }) => type === component.type);
  const { interfaceName } = component;
  const reported = currentVersion(provides, { interfaceName, versionKey: entry?.versionKey });
  // In tables it means that a component is being updated, so it is the version of none.
  const current = reported === undefined || reported === OFFLINE ? UNKNOWN_VERSION : reported;
  const subject = { component, key, provides, current, target: current, isSelfUpdate: false };
  if (entry === undefined) return subject;
  const withKey = entry.versionKey === undefined ? subject : { ...subject, versionKey: entry.versionKey };
  return { ...withKey, ...destinationOf(withKey, entry, knowledge) };
}

function destinationOf(
  subject: Subject,
  entry: ComponentTypeTarget,
  { manifest, installables }: Knowledge,
): Pick<Subject, "target" | "isSelfUpdate"> {
  const installable = installables.find(entry.type, entry.version);
  const isThere = installable !== undefined && isInstalled(installable.header, subject.provides);
  const isTarget = identityOf(semverScheme, subject.current) === entry.version;
  const isVersioned = needsVersion(manifest, entry.type);
  if (isThere && isVersioned && !isTarget && subject.current !== UNKNOWN_VERSION) throw reportsAnother(subject, entry);
  if (isThere) return { target: subject.current, isSelfUpdate: false };
  return { target: isTarget ? subject.current : entry.versionText, isSelfUpdate: isTarget };
}

function reportsAnother({ key, current }: Subject, { type, versionText, location }: ComponentTypeTarget) {
  return new OrchestratorError({
    code: "PLAN_VERSION_CONTRADICTED",
    message: `${key} has the artifact of ${type} installed and reports version ${current}, but the manifest calls it ${versionText}`,
    hint: `Write version: ${JSON.stringify(current)} in the entry of ${type}, or name the key that holds the version with version_key.`,
    location,
    facts: { component: key, reported: current, declared: versionText },
  });
}

function refuseUnknown(subjects: readonly Subject[], manifest: Manifest): void {
  const unknown = subjects.filter(
    ({ current, component }) => current === UNKNOWN_VERSION && needsVersion(manifest, component.type),
  );
  const [first] = unknown;
  if (first === undefined) return;
  const more = unknown.length === 1 ? "" : ` (and ${unknown.length - 1} more)`;
  const { type, interfaceName } = first.component;
  const asked =
    first.versionKey ?? `rootfs-image.${interfaceName}.version, rootfs-image.version, version or artifact_name`;
  throw new OrchestratorError({
    code: "PLAN_VERSION_UNKNOWN",
    message: `${first.key} does not tell its version${more}, and the constraints speak of ${type}`,
    hint: `Let its interface provide ${asked}; or name the key that holds the version with version_key, in the entry of ${type}.`,
    facts: { components: unknown.map(({ key }) => key) },
  });
}
