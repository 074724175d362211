// `plan MANIFEST`: what `install` would do, without doing it and without taking the lock.

import { resolve } from "node:path";
import type { Diagnostic } from "../base/index.js";
import type { Plan } from "../model/index.js";
import type { AppContext } from "./context.js";
import { prepare } from "./prepare.js";
import { readSystemState } from "./system-state.js";

export interface PlanAnswer {
  readonly plan: Plan;
  readonly warnings: readonly Diagnostic[];
}

/** Throws whatever `install` would refuse before it touches anything. `signal` ends the questions. */
export async function planSystem(
  context: AppContext,
  { manifestPath, signal }: { readonly manifestPath: string; readonly signal?: AbortSignal },
): Promise<PlanAnswer> {
  const { plan, warnings } = await prepare(context, resolve(manifestPath), signal);
  return { plan, warnings: [...inProgressWarning(context), ...warnings] };
}

/** What would be planned now is not what could be installed now. */
function inProgressWarning({ wire, log }: AppContext): readonly Diagnostic[] {
  const { inProgress } = readSystemState(wire.datastore.deployments, log);
  if (inProgress === undefined) return [];
  const { id, plan } = inProgress;
  return [
    {
      code: "DEPLOYMENT_IN_PROGRESS",
      severity: "warning",
      message: `deployment ${id} (${plan.manifestName}) has begun and not ended, so install would be refused`,
      hint: "Finish it with `orchestrator resume`, or undo it with `orchestrator rollback`.",
    },
  ];
}
