// `resume` and `rollback`: go on with the deployment that is in progress, forward or back. Neither reads the manifest or
// the topology again: the deployment's own plan holds (interface-protocol, section 3).

import { EXIT, OrchestratorError } from "../base/index.js";
import type { DeploymentHistory } from "../datastore/index.js";
import { reportOf, type StopPoint } from "../model/index.js";
import type { ChainStep, LegStep } from "./chain/next-step.js";
import { runChainOn, runFrom } from "./chain/run-chain.js";
import type { AppContext } from "./context.js";
import { noteModule } from "./note-module.js";
import type { Live, RunOptions, RunOutcome, RunResult } from "./run-deployment.js";
import { readSystemState } from "./system-state.js";
import { unfinishedElsewhere } from "./systems/other-systems.js";
import { underLock } from "./under-lock.js";

export interface ResumeOptions extends RunOptions {
  /**
   * Nobody decides here: where the run before was to stop before the commit, or before the cleanup of what was committed, this
   * one stops too, and leaves that to whoever asked for it. A rollback, and its cleanup, are not held back: a system is not to be
   * left half-updated, and whoever began it may never come back.
   */
  readonly isAfterBoot?: boolean;
}

/** Throws NOTHING_IN_PROGRESS, DATASTORE_…, JOURNAL_…. */
export async function resumeDeployment(context: AppContext, options: ResumeOptions, live: Live): Promise<RunResult> {
  return await continueDeployment(context, "resume", { ...options, live });
}

/** Throws ROLLBACK_TOO_LATE, PLAN_NO_WAY_BACK, and what resumeDeployment throws. */
export async function rollbackDeployment(context: AppContext, options: RunOptions, live: Live): Promise<RunResult> {
  return await continueDeployment(context, "rollback", { ...options, live });
}

async function continueDeployment(
  context: AppContext,
  verb: "resume" | "rollback",
  { isAfterBoot = false, live, ...asked }: ResumeOptions & { readonly live: Live },
): Promise<RunResult> {
  return await underLock(context, async () => {
    const { deployments } = context.wire.datastore;
    const { inProgress, chain } = readSystemState(deployments, context.log);
    const go = async (options: RunOptions): Promise<RunResult> => {
      const run = { ...options, live, verb };
      if (inProgress !== undefined) return await runFrom(context, deployments.open(inProgress.id), run);
      const step = legToRun(chain?.step, verb);
      if (chain === undefined || step === undefined) throw nothingInProgress(verb, unfinishedElsewhere(context));
      return await runChainOn(context, { ...chain, step }, run);
    };
    const finish = async (): Promise<RunResult> => {
      if (!isAfterBoot) return await go(asked);
      const result = await go(withStopsOf(inProgress ?? chain?.newest, asked));
      return await cleanUpAfterRollback(context, result, { ...asked, live });
    };
    const result = await finish();
    if (!ONGOING.includes(result.outcome)) await context.wire.spool.clear();
    await noteModule(context, result);
    return result;
  });
}

/** What an earlier process has stored of a bundle from standard input is needed still. */
const ONGOING: readonly RunOutcome[] = ["stopped", "hostReboot", "left"];

const DECISIONS: readonly StopPoint[] = ["ArtifactCommit", "Cleanup"];

function withStopsOf<Run extends RunOptions>(history: DeploymentHistory | undefined, run: Run): Run {
  const starts = (history?.records ?? []).flatMap(({ record }) => (record.type === "runStarted" ? [record] : []));
  const kept = starts.at(-1)?.stopBefore.filter((point) => DECISIONS.includes(point)) ?? [];
  return { ...run, stopBefore: [...new Set([...run.stopBefore, ...kept])] };
}

/** After a way back nothing is left to decide. What it came to is the answer, also where its cleanup is done here. */
async function cleanUpAfterRollback(
  context: AppContext,
  result: RunResult,
  run: RunOptions & { readonly live: Live },
): Promise<RunResult> {
  const { deploymentId, plan, records, stoppedBefore, exitCode } = result;
  if (stoppedBefore !== "Cleanup" || run.stopBefore.includes("Cleanup")) return result;
  if (deploymentId === undefined || plan === undefined || reportOf(plan, records).cause === undefined) return result;
  const deployment = context.wire.datastore.deployments.open(deploymentId);
  const cleaned = await runFrom(context, deployment, { ...run, verb: "resume" });
  return exitCode === EXIT.done ? cleaned : { ...cleaned, exitCode };
}

/** A way back that has failed is tried again by whoever asks for it, never by a `resume` that a boot has started. */
function legToRun(step: ChainStep | undefined, verb: "resume" | "rollback"): LegStep | undefined {
  if (step === undefined || step.kind === "leg") return step;
  return step.end.kind === "resting" && verb === "rollback" ? step.end.again : undefined;
}

/** `elsewhere`: systems that nobody named and that have something in progress. */
export function nothingInProgress(verb: "resume" | "rollback", elsewhere: readonly string[] = []): OrchestratorError {
  const [first] = elsewhere;
  return new OrchestratorError({
    code: "NOTHING_IN_PROGRESS",
    message: `there is nothing to ${verb === "resume" ? "resume" : "roll back"}: no deployment is in progress${
      first === undefined ? "" : `, but in ${elsewhere.join(", ")}`
    }`,
    hint:
      first === undefined
        ? "See `orchestrator status`."
        : `Say which one is meant: \`orchestrator ${verb} --system ${first}\`.`,
    ...(first === undefined ? {} : { facts: { systems: elsewhere } }),
  });
}
