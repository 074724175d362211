// `plan MANIFEST` of the system that is there: what `install` would do, without doing it and without taking the lock.

import type { Diagnostic } from "../base/index.js";
import { deploymentName } from "../model/index.js";
import type { AppContext } from "./context.js";
import type { PlanAnswer } from "./plan-answer.js";
import { type PrepareOptions, prepare } from "./prepare.js";
import { missingForReturn } from "./return/kept-artifacts.js";
import { isBetweenLegs, readSystemState } from "./system-state.js";

export async function planInstalled(context: AppContext, options: PrepareOptions): Promise<PlanAnswer> {
  const { manifestName, warnings, problem, answer, legs } = await prepare(context, options);
  const isChanging = legs.some(({ groups }) => groups.length > 0);
  const missing = isChanging ? missingForReturn(context) : [];
  return { manifestName, problem, answer, legs, warnings: [...inProgressWarning(context), ...missing, ...warnings] };
}

/** What would be planned now is not what could be installed now. */
function inProgressWarning({ wire, log }: AppContext): readonly Diagnostic[] {
  const state = readSystemState(wire.datastore.deployments, log);
  const inProgress = state.inProgress ?? (isBetweenLegs(state) ? state.chain?.newest : undefined);
  if (inProgress === undefined) return [];
  const id = deploymentName(inProgress);
  const { plan } = inProgress;
  return [
    {
      code: "DEPLOYMENT_IN_PROGRESS",
      severity: "warning",
      message: `deployment ${id} (${plan.manifestName}) has begun and not ended, so install would be refused`,
      hint: "Finish it with `orchestrator resume`, or undo it with `orchestrator rollback`.",
    },
  ];
}
