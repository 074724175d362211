// Runs the legs of a chain one after the other: forward to its target, or back to its start after a failure, a cancel or a
// `rollback`. Between two legs nothing is held in memory that the data store does not say as well, so whoever dies here is
// replaced by `resume`: before the next leg's folder has its number the chain stands between two legs, afterwards in the next.

import { EXIT, type ExitCode, OrchestratorError } from "../../base/index.js";
import type { OpenDeployment } from "../../datastore/index.js";
import type { ChainLink } from "../../model/index.js";
import type { AppContext } from "../context.js";
import { type Run, type RunLeg, type RunResult, runDeployment } from "../run-deployment.js";
import { beginLeg } from "./begin-leg.js";
import { type Chain, firstOf, readChain } from "./chain-file.js";
import { type ChainState, stepAfter } from "./chain-state.js";
import { backFrom, type ChainEnd, type ChainStep, type LegStep } from "./next-step.js";

interface ChainRun {
  readonly context: AppContext;
  readonly run: Run;
  readonly chain: Chain;
  readonly first: string;
  readonly chainDigest: string;
  readonly legs: RunLeg[];
  /** Of the leg that turned the chain round; that of a whole way back is the same. */
  exitBack: ExitCode;
}

/** A deployment that was just made, or has not ended; with all that follows it, where it is a leg. */
export async function runFrom(context: AppContext, deployment: OpenDeployment, run: Run): Promise<RunResult> {
  const { chain: link } = deployment.plan;
  if (link === undefined) return await runDeployment(context, deployment, run);
  return await runChain(context, { deployment, link }, run);
}

async function runChain(
  context: AppContext,
  { deployment, link }: { readonly deployment: OpenDeployment; readonly link: ChainLink },
  run: Run,
): Promise<RunResult> {
  const { deployments } = context.wire.datastore;
  const chain = readChain(deployments, deployment, link);
  const first = firstOf(deployment, link);
  // What was on its way back when this run began had only that to do.
  const exitBack = EXIT.done;
  return await runLegs({ context, run, chain, first, chainDigest: link.chainDigest, legs: [], exitBack }, deployment);
}

/** From between two legs, with the one that comes next. Throws PLAN_NO_WAY_BACK, and then nothing was done. */
export async function runChainOn(
  context: AppContext,
  { newest, link, chain, step }: ChainState & { readonly step: LegStep },
  run: Run,
): Promise<RunResult> {
  const first = firstOf(newest, link);
  const chainRun: ChainRun = {
    context,
    run,
    chain,
    first,
    chainDigest: link.chainDigest,
    legs: [],
    exitBack: EXIT.done,
  };
  const isTurning = run.verb === "rollback" && step.place.purpose === "forward";
  const next = isTurning ? backFrom(chain, link.leg) : step;
  if (next.kind === "over") throw noWayBack(next.end);
  return await runLegs(chainRun, begin(chainRun, next));
}

async function runLegs(chainRun: ChainRun, begun: OpenDeployment): Promise<RunResult> {
  const { run } = chainRun;
  for (let deployment = begun; ; ) {
    const result = await runLeg(chainRun, deployment);
    const { id, plan, journal } = deployment;
    chainRun.legs.push({ deploymentId: id, plan, records: journal.records });
    const verdict = verdictOf(result);
    if (verdict === undefined) return { ...result, legs: chainRun.legs };
    if (plan.chain?.purpose === "forward") chainRun.exitBack = exitOfTurning(result, run);
    const step = turned(chainRun, plan.chain, stepAfter(chainRun.chain, { plan, records: journal.records }, verdict));
    if (step.kind === "over") return await conclude(chainRun, result, step.end);
    if (step.kind === "pause") return { ...result, outcome: "left", exitCode: EXIT.cancelled, legs: chainRun.legs };
    deployment = begin(chainRun, step);
  }
}

/** Going back is not cancelled or undone: `rollback` means to go on with it. */
async function runLeg({ context, run }: ChainRun, deployment: OpenDeployment): Promise<RunResult> {
  const { plan } = deployment;
  const verb = run.verb === "rollback" ? "resume" : run.verb;
  if (plan.chain?.purpose === "back") {
    const live = { ...run.live, cancelSignal: new AbortController().signal };
    return await runDeployment(context, deployment, { ...run, verb, live });
  }
  try {
    return await runDeployment(context, deployment, run);
  } catch (thrown) {
    if (!isTooLate(thrown) || plan.chain === undefined || plan.chain.leg === plan.chain.legs) throw thrown;
    // The leg is committed and is only tidied up; what it did is undone by the way back.
    return await runDeployment(context, deployment, { ...run, verb });
  }
}

function isTooLate(thrown: unknown): boolean {
  return thrown instanceof OrchestratorError && thrown.code === "ROLLBACK_TOO_LATE";
}

/** A leg that was rolled back says it by itself; one that has succeeded is only left behind because somebody wants to go back. */
function exitOfTurning({ outcome, exitCode }: RunResult, { live }: Run): ExitCode {
  if (outcome !== "done") return exitCode;
  return live.cancelSignal.aborted ? EXIT.cancelled : EXIT.done;
}

type Turned = ChainStep | { readonly kind: "pause" };

/** What was asked for in the meantime changes only a way that still leads forward. */
function turned({ run, chain }: ChainRun, link: ChainLink | undefined, step: ChainStep): Turned {
  const { cancelSignal, leaveSignal } = run.live;
  if (step.kind === "over") return step;
  const isTurning = run.verb === "rollback" || cancelSignal.aborted;
  if (leaveSignal.aborted) return { kind: "pause" };
  if (step.place.purpose === "back" || !isTurning || link === undefined) return step;
  const back = backFrom(chain, link.leg);
  if (back.kind === "over" && run.verb === "rollback") throw noWayBack(back.end);
  return back.kind === "over" ? { kind: "pause" } : back;
}

/** Throws JOURNAL_UNWRITABLE: the system is between two legs, and that is no longer as before. */
function begin({ context, chain, first, chainDigest }: ChainRun, step: LegStep) {
  const { place, leg } = step;
  try {
    return beginLeg(context, { first, chain, chainDigest, place, plan: leg.plan });
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError)) throw thrown;
    throw new OrchestratorError({
      code: "JOURNAL_UNWRITABLE",
      message: `leg ${place.leg} of ${place.legs} ${place.purpose} could not be begun: ${thrown.message}`,
      hint: "Make the data store writable, then run `orchestrator resume` or `orchestrator rollback`.",
      cause: thrown,
    });
  }
}

function verdictOf({ outcome }: RunResult) {
  if (outcome === "done") return "succeeded";
  return outcome === "rolledBack" || outcome === "inconsistent" ? outcome : undefined;
}

async function conclude({ context, run, first, legs, exitBack }: ChainRun, result: RunResult, end: ChainEnd) {
  const isTriedAgain = end.kind === "resting" && end.again !== undefined;
  if (!isTriedAgain) await context.wire.datastore.deployments.release(first);
  const common = { ...result, legs, chainEnd: end };
  switch (end.kind) {
    case "target":
    case "inconsistent":
      return common;
    case "start":
      return { ...common, outcome: "rolledBack" as const, exitCode: run.verb === "rollback" ? EXIT.done : exitBack };
    case "resting":
      return {
        ...common,
        outcome: "resting" as const,
        exitCode: end.rest.isEndState ? EXIT.failed : EXIT.inconsistent,
      };
  }
}

function noWayBack(end: ChainEnd): OrchestratorError {
  const why = end.kind === "resting" ? end.why : "it is there already";
  return new OrchestratorError({
    code: "PLAN_NO_WAY_BACK",
    message: `there is no way back to where this chain of updates started: ${why}`,
    hint: "Go on with `orchestrator resume`; or put right what the message names, finish, and install the earlier manifest.",
    facts: { why },
  });
}
