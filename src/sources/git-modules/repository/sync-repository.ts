// Brings the working copy to what a branch, a tag or a commit of the repository is now.

import { OrchestratorError } from "../../../base/index.js";
import type { Synced, SyncRequest } from "./sync-types.js";

export function syncRepository(_request: SyncRequest): Promise<Synced> {
  const message = "git is not called yet";
  return Promise.reject(new OrchestratorError({ code: "MODULES_SYNC_FAILED", message }));
}
