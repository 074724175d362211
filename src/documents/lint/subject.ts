// What is checked together: a manifest, the system's own constraints, and which component types the system has.

import type { YamlDocument } from "../yaml/yaml-document.js";

export interface LintSubject {
  readonly manifest: YamlDocument;
  /** The system's own constraints. */
  readonly own?: YamlDocument | undefined;
  /** Component types of the system; undefined where the system is not known. */
  readonly systemTypes?: readonly string[] | undefined;
}

/** The documents that may hold constraints. */
export function documentsOf({ manifest, own }: LintSubject): readonly YamlDocument[] {
  return own === undefined ? [manifest] : [manifest, own];
}
