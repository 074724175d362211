// Members that are no files: links that lead out, devices and pipes that never end.

import type { ErrorCode } from "../../../src/base/index.js";
import { added, entry, type Level, withMembers } from "../support/levels.js";
import { attackClass, type Row } from "../support/vectors.js";

/** At each level under a name that a file might have there. */
const NAMES: readonly [Level, string][] = [
  ["artifact", "manifest.sig"],
  ["artifact", "data/0000.tar.gz"],
  ["header", "scripts/ArtifactInstall_Enter_00"],
  ["header", "headers/0000/meta-data"],
  ["augment", "headers/0000/meta-data"],
  ["payload", "one"],
];

function rows(type: string, more: { readonly linkName?: string; readonly sizeBytes?: number } = {}): readonly Row[] {
  const code: ErrorCode = "ARTIFACT_MEMBER_TYPE";
  return NAMES.map(([level, name]): Row => {
    const member = entry(name, "", { type, ...more });
    return [
      `${name} of the ${level}`,
      code,
      () => withMembers(level, level === "payload" ? () => [member] : added(member)),
    ];
  });
}

export const symbolicLinks = attackClass("symbolic links", rows("2", { linkName: "/etc/passwd" }));
export const hardLinks = attackClass("hard links", rows("1", { linkName: "version" }));
export const devices = attackClass("devices", [
  ...rows("3"),
  ...rows("4").map(([name, ...rest]): Row => [`${name}, of blocks`, ...rest]),
]);
export const pipes = attackClass("named pipes", rows("6"));
export const folders = attackClass("folders, and folders with content", [
  ...rows("5"),
  ...rows("5", { sizeBytes: 1024 }).map(([name, ...rest]): Row => [`${name}, with content`, ...rest]),
]);
export const sparse = attackClass("files with holes", rows("S"));
