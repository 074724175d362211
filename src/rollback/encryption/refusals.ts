// What can be wrong with keys, and with what they are to open. No message has a secret in it, not even a part of one.

import { OrchestratorError } from "../../base/index.js";

export function keyInvalid(message: string, cause?: unknown): OrchestratorError {
  return new OrchestratorError({ code: "BACKUP_KEY_INVALID", message, ...(cause === undefined ? {} : { cause }) });
}

export function keyWrong(message: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_KEY_WRONG",
    message,
    hint: "Give the identity or passphrase that the backup was made for.",
  });
}

export function damaged(why: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_DAMAGED",
    message: `The encrypted backup is not as it was written: ${why}`,
    hint: "Nothing was restored. Use another backup.",
  });
}
