// What an answer to Provides may say (interface-protocol, section 1), whoever asks for it.

import type { Component, Dialect } from "../model/index.js";
import { type KeyValue, repeatedKey } from "./key-values.js";

/** Why an answer to Provides cannot be used; undefined when it can. */
export function faultOfProvides(
  values: readonly KeyValue[],
  component: Pick<Component, "interfaceName">,
  dialect: Dialect,
): string | undefined {
  const repeated = repeatedKey(values);
  if (repeated !== undefined) return `the key ${repeated} stands twice; lists are not allowed here`;
  if (dialect === "2024") return undefined;
  const keys = new Set(values.map(([key]) => key));
  if (keys.has("device_type")) return "device_type is not allowed here";
  const versions = versionKeysOf(component).filter((key) => keys.has(key));
  return versions.length > 1 ? `${versions.join(" and ")} exclude each other` : undefined;
}

export function versionKeysOf(component: Pick<Component, "interfaceName">): readonly string[] {
  return ["rootfs-image.version", `rootfs-image.${component.interfaceName}.version`];
}
