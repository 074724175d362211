// The version that components of a type report once they are updated: the manifest's `version`, else the name of the
// artifact, else that of its file.

import { basename } from "node:path";
import { textAt } from "../outline.js";

export interface TargetVersion {
  readonly text: string;
  /** Whether the manifest gives it as a version. */
  readonly isGiven: boolean;
}

/** Undefined for an entry that says nothing of the kind. */
export function targetVersion(entry: unknown): TargetVersion | undefined {
  const given = textAt(entry, "version");
  if (given !== undefined) return { text: given, isGiven: true };
  const path = textAt(entry, "artifact_path");
  const text = textAt(entry, "artifact_name") ?? (path === undefined ? undefined : fileVersion(path));
  return text === undefined ? undefined : { text, isGiven: false };
}

/** `rtos-v2` of `artifacts/rtos-v2.mender`. */
function fileVersion(artifactPath: string): string {
  return basename(artifactPath, ".mender");
}
