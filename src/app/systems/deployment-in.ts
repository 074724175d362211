// What a deployment's name means: a number in the system that was asked for, or SYSTEM/NUMBER.

import { OrchestratorError } from "../../base/index.js";
import { parseDeploymentName } from "../../model/index.js";
import type { AppContext } from "../context.js";
import { contextOfSystem } from "../system-of.js";

export interface FoundDeployment {
  /** Of its system. */
  readonly context: AppContext;
  readonly id: string;
}

/** Whether it is there is not looked at. Throws SYSTEM_NAME_INVALID, ARGUMENT_INVALID. */
export function deploymentIn(context: AppContext, name: string): FoundDeployment {
  const { system, id } = parseDeploymentName(name);
  const { systemName } = context;
  if (system === undefined || system === systemName) return { context, id };
  if (systemName === undefined) return { context: contextOfSystem(context, system), id };
  throw new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message: `${name} is a deployment of the system ${system}, and --system names ${systemName}`,
    hint: "Leave --system out.",
  });
}
