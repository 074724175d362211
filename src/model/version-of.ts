// The one version a view shows for a component, out of all that it provides.

import type { Provides } from "./provides.js";

/** Undefined when none of the usual keys is there. */
export function versionOf(provides: Provides, interfaceName: string): string | undefined {
  const keys = [`rootfs-image.${interfaceName}.version`, "rootfs-image.version", "version", "artifact_name"];
  return keys.map((key) => provides[key]).find((value) => value !== undefined && value !== "");
}
