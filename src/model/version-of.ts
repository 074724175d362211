// The one version a view shows for a component, out of all that it provides.

import type { PlannedComponent } from "./plan.js";
import type { Provides } from "./provides.js";

/** Undefined when none of the usual keys is there. */
export function versionOf(provides: Provides, interfaceName: string): string | undefined {
  return firstOf(provides, [ownKey(interfaceName), ...USUAL_KEYS])?.value;
}

/**
 * The version that plans and tables go by: the provide that the type's `version_key` names, else the usual ones. Undefined
 * when the component does not tell it.
 */
export function currentVersion(
  provides: Provides,
  { interfaceName, versionKey }: { readonly interfaceName: string; readonly versionKey?: string | undefined },
): string | undefined {
  if (versionKey === undefined) return versionOf(provides, interfaceName);
  return firstOf(provides, [versionKey])?.value;
}

export interface Versions {
  /** Undefined when the component tells none. */
  readonly from: string | undefined;
  /** The artifact's name when it tells none. */
  readonly to: string;
}

/**
 * From which version to which an artifact brings a component. A software version that the artifact itself names comes
 * before that of the root file system, which an artifact of an update module leaves as it is.
 */
export function versionsOf({ provides, target, interfaceName, artifact }: PlannedComponent): Versions {
  const named = Object.keys(target).filter((key) => key.endsWith(".version") && key !== ROOTFS_KEY);
  const brought = firstOf(target, [ownKey(interfaceName), ...named.sort(), ...USUAL_KEYS]);
  const before = brought === undefined ? undefined : firstOf(provides, [brought.key])?.value;
  return { from: before ?? versionOf(provides, interfaceName), to: brought?.value ?? artifact.name };
}

const ROOTFS_KEY = "rootfs-image.version";
const USUAL_KEYS = [ROOTFS_KEY, "version", "artifact_name"];

function ownKey(interfaceName: string): string {
  return `rootfs-image.${interfaceName}.version`;
}

function firstOf(provides: Provides, keys: readonly string[]) {
  return keys
    .map((key) => ({ key, value: provides[key] }))
    .find((found): found is { key: string; value: string } => found.value !== undefined && found.value !== "");
}
