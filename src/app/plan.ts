// `plan MANIFEST`: what `install` would do, without doing it and without taking the lock.

import { resolve } from "node:path";
import type { Diagnostic } from "../base/index.js";
import type { AppContext } from "./context.js";
import type { PlanAnswer, PlanOptions } from "./plan-answer.js";
import { prepare } from "./prepare.js";
import { isBetweenLegs, readSystemState } from "./system-state.js";
import { whatIf } from "./what-if.js";

/** Throws whatever `install` would refuse before it touches anything, but for what the planner refuses: that is a value. */
export async function planSystem(context: AppContext, options: PlanOptions): Promise<PlanAnswer> {
  const { inventoryPath, ...others } = options;
  const manifestPath = resolve(options.manifestPath);
  if (inventoryPath !== undefined) {
    return await whatIf(context, { ...others, manifestPath, inventoryPath: resolve(inventoryPath) });
  }
  const { manifestName, warnings, problem, answer, legs } = await prepare(context, { ...others, manifestPath });
  return { manifestName, problem, answer, legs, warnings: [...inProgressWarning(context), ...warnings] };
}

/** What would be planned now is not what could be installed now. */
function inProgressWarning({ wire, log }: AppContext): readonly Diagnostic[] {
  const state = readSystemState(wire.datastore.deployments, log);
  const inProgress = state.inProgress ?? (isBetweenLegs(state) ? state.chain?.newest : undefined);
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
