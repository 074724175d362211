// Which of two versions of a module is newer, as the original of the git modules offers it to programs: semantic versions, also those
// that leave parts out. What is no version is refused, and is not 0.0.0.

import { OrchestratorError } from "../../base/index.js";
import { semverScheme } from "../../model/index.js";

/** Negative, 0 or positive, as the first is older than the second, the same, or newer. Throws ARGUMENT_INVALID. */
export function compareSchemaVersions(one: string, other: string): number {
  const order = semverScheme.compare(one, other);
  if (order !== undefined) return order;
  const wrong = semverScheme.canonical(one) === undefined ? one : other;
  throw new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message: `${JSON.stringify(wrong.slice(0, 100))} is not a version`,
    hint: "Write 1.2.3, 1.2 or v1.2.3.",
  });
}
