// What the YAML parser reports: all that is used of its error class.

import type { ErrorCode } from "yaml";

export interface YamlProblem {
  readonly code: ErrorCode;
  readonly message: string;
  /** Offsets into the text; the end is exclusive. */
  readonly pos: readonly [number, number];
}
