// The texts of an artifact's header, made so that the same options give the same bytes: keys in a fixed order.

import type { WriteOptions } from "./write-options.js";

export const VERSION_TEXT = JSON.stringify({ format: "mender", version: 3 });

export function headerInfoText(options: WriteOptions): string {
  return JSON.stringify({
    payloads: [{ type: options.type }],
    artifact_provides: { artifact_name: options.name, ...(options.group && { artifact_group: options.group }) },
    artifact_depends: {
      ...listUnlessEmpty("artifact_name", options.dependsNames),
      device_type: options.compatibleTypes,
      ...listUnlessEmpty("artifact_group", options.dependsGroups),
    },
  });
}

export function typeInfoText(options: WriteOptions): string {
  const provides = sorted({ ...softwareVersion(options), ...options.provides });
  const depends = sorted(options.depends ?? {});
  const clears = [...(options.clearsProvides ?? []), ...defaultClears(options)];
  return JSON.stringify({
    type: options.type,
    ...(hasKeys(depends) && { artifact_depends: simplified(depends) }),
    ...(hasKeys(provides) && { artifact_provides: provides }),
    ...(clears.length > 0 && { clears_artifact_provides: clears }),
  });
}

function softwareKey({ type, software }: WriteOptions): string {
  return `${software?.filesystem ?? "rootfs-image"}.${software?.name ?? type}`;
}

function softwareVersion(options: WriteOptions): Record<string, string> {
  if (options.hasSoftwareVersion === false) return {};
  return { [`${softwareKey(options)}.version`]: options.software?.version ?? options.name };
}

function defaultClears(options: WriteOptions): readonly string[] {
  if (options.hasSoftwareVersion === false || options.hasDefaultClears === false) return [];
  return [`${softwareKey(options)}.*`];
}

/** A list of one is written as the one, which every reader knows. */
function simplified(depends: Readonly<Record<string, readonly string[]>>): Record<string, string | readonly string[]> {
  const entries = Object.entries(depends);
  return Object.fromEntries(entries.map(([key, values]) => [key, values.length === 1 ? (values[0] ?? "") : values]));
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function listUnlessEmpty(key: string, values: readonly string[] | undefined): Record<string, readonly string[]> {
  return values === undefined || values.length === 0 ? {} : { [key]: values };
}

function hasKeys(record: object): boolean {
  return Object.keys(record).length > 0;
}
