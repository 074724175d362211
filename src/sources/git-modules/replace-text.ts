// The small files that modules are described by, replaced whole.

import { messageOf, OrchestratorError } from "../../base/index.js";
import { replaceFile, replaceSharedFile } from "../../durable/index.js";

/** One of ours. Throws MODULES_UNWRITABLE; then the file is as it was. */
export function replaceText(path: string, text: string): void {
  orUnwritable(path, () => replaceFile(path, text));
}

/** One that its owner reads and writes as well. Throws MODULES_UNWRITABLE; then the file is as it was. */
export function replaceSharedText(path: string, text: string): void {
  orUnwritable(path, () => replaceSharedFile(path, text));
}

function orUnwritable(path: string, replace: () => void): void {
  try {
    replace();
  } catch (thrown) {
    throw new OrchestratorError({
      code: "MODULES_UNWRITABLE",
      message: `${path} cannot be written: ${messageOf(thrown)}`,
      hint: "Check the permissions and the free space of its folder.",
      cause: thrown,
    });
  }
}
