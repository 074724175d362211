// What was done goes into the log of the folder. It has been done by then: that it could not be noted is said, and fails nothing.

import { join } from "node:path";
import { messageOf } from "../../base/index.js";
import type { StoreContext } from "./exclusive.js";
import { OPERATIONS_FILE } from "./layout.js";
import type { RollbackOperation } from "./operations-log.js";

export function noteOperations({ disk, folder, log }: StoreContext, operations: readonly RollbackOperation[]): void {
  if (operations.length === 0) return;
  try {
    disk.log(folder, operations);
  } catch (thrown) {
    const path = join(folder, OPERATIONS_FILE);
    log.warning(`the log of the backups, ${path}, could not be written: ${messageOf(thrown)}`);
  }
}
