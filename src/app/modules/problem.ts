// What is told of something that was thrown.

import { messageOf, OrchestratorError } from "../../base/index.js";
import type { ModuleProblem } from "./views.js";

export function problemOfThrown(thrown: unknown): ModuleProblem {
  if (!(thrown instanceof OrchestratorError)) return { message: messageOf(thrown), output: [] };
  const { message, code, hint } = thrown;
  return { message, code, ...(hint !== undefined && { hint }), output: [] };
}
