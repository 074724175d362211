// How the deployment of a module ended, as its result says it.

import { OrchestratorError } from "../../base/index.js";
import {
  type DeploymentReport,
  deploymentName,
  inconsistentComponents,
  lastWords,
  remainsOf,
  reportOf,
} from "../../model/index.js";
import type { AppContext } from "../context.js";
import type { RunResult } from "../run-deployment.js";
import { readSystemState } from "../system-state.js";
import { reasonOf } from "./module-output.js";
import { problemOfThrown } from "./problem.js";
import type { ModuleProblem, ModuleResult } from "./views.js";

export type ModuleEnd = Pick<ModuleResult, "outcome" | "deployment" | "problem" | "remains">;

export interface DeployedModule {
  readonly system: string;
  /** Of that system. */
  readonly module: AppContext;
}

/** Never rejects. */
export async function endOf({ system, module }: DeployedModule, deploy: () => Promise<RunResult>): Promise<ModuleEnd> {
  try {
    return endOfRun(system, await deploy());
  } catch (thrown) {
    const inProgress = inProgressIn(module);
    if (inProgress !== undefined) return halfDone(deploymentName({ id: inProgress, system }), thrown);
    const isCancelled = thrown instanceof OrchestratorError && thrown.code === "CANCELLED";
    return { outcome: isCancelled ? "notStarted" : "refused", deployment: null, problem: problemOfThrown(thrown) };
  }
}

/** What it was doing could not go on, a journal that cannot be written for example. */
function halfDone(deployment: string, thrown: unknown): ModuleEnd {
  const hint = "When that has been put right, the next update, or `orchestrator resume`, finishes it first.";
  return { outcome: "notRestored", deployment, problem: { hint, ...problemOfThrown(thrown) } };
}

function endOfRun(system: string, { outcome, deploymentId, plan, records }: RunResult): ModuleEnd {
  const deployment = deploymentId === undefined ? null : deploymentName({ id: deploymentId, system });
  const report = plan === undefined ? undefined : reportOf(plan, records);
  const problem = problemOfReport(report);
  switch (outcome) {
    case "done":
      return { outcome: "updated", deployment, problem: null };
    case "unchanged":
      return { outcome, deployment, problem: null };
    case "rolledBack":
      return {
        outcome: report?.cancelled === true ? "cancelled" : "failed",
        deployment,
        problem,
        ...remaining(report),
      };
    case "inconsistent":
      return { outcome: "notRestored", deployment, problem: lossOf(report) ?? problem };
    case "resting":
    case "stopped":
    case "hostReboot":
    case "left":
      return { outcome: "unfinished", deployment, problem };
  }
}

function remaining(report: DeploymentReport | undefined): Pick<ModuleEnd, "remains"> {
  const remains = report === undefined ? [] : remainsOf(report);
  return remains.length === 0 ? {} : { remains };
}

/** Also where its journal cannot be read: then nobody knows, and the error itself is told. */
function inProgressIn(module: AppContext): string | undefined {
  try {
    return readSystemState(module.wire.datastore.deployments, module.log).inProgress?.id;
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return undefined;
    throw thrown;
  }
}

/** In one line: what failed, and what the module said last where that is more than is known from outside. */
export function reasonOfReport(report: DeploymentReport): string {
  const { message } = lossOf(report) ?? problemOfReport(report);
  const words = report.cause?.kind === "call" ? lastWords(report.cause.failure) : undefined;
  return words === undefined || words.endsWith(message) || message.includes(words) ? message : `${message}: ${words}`;
}

/** Why it is not as before: the first component's reason, and what failed to begin with. */
function lossOf(report: DeploymentReport | undefined): ModuleProblem | undefined {
  const [lost] = report === undefined ? [] : inconsistentComponents(report);
  if (report === undefined || lost === undefined) return undefined;
  const first = problemOfReport(report);
  const why = lost.reason ?? "no reason is known";
  const message = `${first.message}; not all of it could be brought back: ${why}`;
  return { ...first, message, ...(lost.hint !== undefined && { hint: lost.hint }) };
}

function problemOfReport(report: DeploymentReport | undefined): ModuleProblem {
  const { cause } = report ?? {};
  switch (cause?.kind) {
    case "call": {
      const { code, hint, outputTail } = cause.failure;
      const known = { ...(code !== undefined && { code }), ...(hint !== undefined && { hint }) };
      return { message: reasonOf(cause.failure), ...known, output: outputTail };
    }
    case "diskFull":
      return { message: "the disk of the data store is full", output: [] };
    case "cancelled":
      return { message: "it was cancelled", output: [] };
    default:
      return { message: "it has begun and not ended", output: [] };
  }
}
