// Whether there is room, asked before anything is written.

import { statfs } from "node:fs/promises";
import { OrchestratorError } from "../../base/index.js";
import { isAbsent } from "./absent.js";
import type { StoreContext } from "./exclusive.js";
import { type Capture, sourceName } from "./kinds.js";
import { named } from "./refusals.js";

/** Throws BACKUP_FULL. */
export async function checkSpace(
  { folder, kinds }: StoreContext,
  captures: readonly Capture[],
  isMissingAllowed: boolean,
): Promise<void> {
  let neededBytes = 0;
  for (const capture of captures) {
    try {
      neededBytes += await estimate(kinds, capture, isMissingAllowed);
    } catch (thrown) {
      throw named(thrown, { what: `the capture of ${sourceName(capture)}`, code: "BACKUP_FAILED" });
    }
  }
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (neededBytes <= freeBytes) return;
  throw new OrchestratorError({
    code: "BACKUP_FULL",
    message: `the backup may need ${neededBytes} bytes, and ${folder} has ${freeBytes} left`,
    hint: "Free some space there, remove old backups with `orchestrator backup prune`, or use another folder.",
    facts: { path: folder, neededBytes, freeBytes },
  });
}

function estimate(kinds: StoreContext["kinds"], capture: Capture, isMissingAllowed: boolean): Promise<number> | number {
  switch (capture.backupType) {
    case "file":
      return isMissingAllowed && isAbsent(capture.source) ? 0 : kinds.file.estimateBytes(capture.source);
    case "service":
      return kinds.service.estimateBytes(capture.source);
    case "database":
      return kinds.database.estimateBytes(capture.source);
  }
}
