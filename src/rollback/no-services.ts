// Stands in for the kind that captures services.

import { OrchestratorError } from "../base/index.js";
import type { ServiceKind } from "./store/kinds.js";

export function createServiceKind(): ServiceKind {
  const refuse = async (): Promise<never> => {
    throw new OrchestratorError({ code: "BACKUP_TOOL_MISSING", message: "services cannot be captured here" });
  };
  return { backupType: "service", estimateBytes: refuse, capture: refuse, verify: refuse, prepare: refuse };
}
