// What the library throws. It is an OrchestratorError, with the same codes.

import { OrchestratorError } from "../base/index.js";

export class GlobalRollbackError extends OrchestratorError {
  override readonly name = "GlobalRollbackError";

  constructor(error: OrchestratorError) {
    const { code, message, hint, location, facts } = error;
    super({ code, message, facts, cause: error, ...(hint && { hint }), ...(location && { location }) });
  }
}

/** Runs it; what goes wrong becomes the library's own error. A bug stays what it is. */
export async function asGlobalRollbackError<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (thrown) {
    throw thrown instanceof OrchestratorError ? new GlobalRollbackError(thrown) : thrown;
  }
}
