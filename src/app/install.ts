// `install MANIFEST`: plans, and carries the plan out as a new deployment.

import { EXIT, invariant, OrchestratorError } from "../base/index.js";
import type { Deployments, NewDeployment } from "../datastore/index.js";
import { type CommonRun, deploymentName, type Plan } from "../model/index.js";
import type { PlanningAnswer } from "../planning/index.js";
import type { ManifestSource } from "./bundle/manifest-source.js";
import { settleStream } from "./bundle/settle-stream.js";
import { consumersIn, indexInStream, type OpenedManifest, openManifest } from "./bundle/stream-context.js";
import { CHAIN_FILE } from "./chain/chain-file.js";
import { keepArtifacts } from "./chain/keep-artifacts.js";
import { runFrom } from "./chain/run-chain.js";
import type { AppContext } from "./context.js";
import { isInconsistent, startOf } from "./ended.js";
import { type Origin, withOwnArtifacts } from "./own-artifacts.js";
import { PlanRefused } from "./planning/index.js";
import { type Prepared, type PrepareOptions, prepare } from "./prepare.js";
import type { Live, RunOptions, RunResult } from "./run-deployment.js";
import { isBetweenLegs, readSystemState, type SystemState } from "./system-state.js";
import { acceptManifest } from "./trust/check-trust.js";
import { underLock } from "./under-lock.js";

type Feasible = Extract<PlanningAnswer, { isFeasible: true }>;

export interface InstallOptions extends RunOptions {
  /** Of a manifest, a folder with one, or a bundle; `-` for a bundle from standard input. */
  readonly manifestPath: string;
  readonly stdin?: NodeJS.ReadableStream;
  /** Overrides the manifest's rule for points of no return, for this run. */
  readonly isNoReturnAccepted?: boolean;
  /** Plans under the weaker rule: no unacceptable combination that is not there already. */
  readonly isRepair?: boolean;
  /** Why a manifest with a lower serial than one that was accepted is taken, this once. */
  readonly downgradeReason?: string;
  /** The command that makes this deployment and others, of what it has made itself: neither manifest nor artifacts are signed. */
  readonly run?: CommonRun;
}

/** Ended deployments that are kept; the active and the previous one always are. */
const KEPT_DEPLOYMENTS = 100;

/**
 * Throws DEPLOYMENT_IN_PROGRESS, DATASTORE_…, TRUST_…, CANCELLED, PlanRefused, and whatever else planning refuses; then nothing was
 * touched.
 */
export async function installSystem(context: AppContext, options: InstallOptions, live: Live): Promise<RunResult> {
  return await underLock(context, async () => {
    const { deployments } = context.wire.datastore;
    const state = readSystemState(deployments, context.log);
    refuseWhileInProgress(state);
    await context.wire.spool.clear();
    const world = options.run === undefined ? context : withOwnArtifacts(context);
    const opened = await unlessCancelled(live, (signal) => openManifest(world, { ...options, signal }));
    return await withStream(opened, async () => await installOpened(opened, { options, state }, live));
  });
}

interface Request {
  readonly options: InstallOptions;
  readonly state: SystemState;
}

interface PreparedRequest {
  readonly prepared: Prepared;
  readonly options: RunOptions;
  readonly state: SystemState;
  readonly stream?: OpenedManifest["stream"];
  readonly origin?: Origin;
}

async function installOpened(opened: OpenedManifest, { options, state }: Request, live: Live): Promise<RunResult> {
  const { context, source, stream } = opened;
  const prepared = await unlessCancelled(live, (signal) => prepare(context, choicesOf(options, source, signal)));
  const { run } = options;
  const origin: Origin = run === undefined ? {} : { run, hasOwnArtifacts: true };
  return await beginPrepared(context, { prepared, options, state, stream, origin }, live);
}

/** What was planned becomes a deployment, and runs. */
export async function beginPrepared(
  context: AppContext,
  { prepared, options, state, stream, origin = {} }: PreparedRequest,
  live: Live,
): Promise<RunResult> {
  const { deployments } = context.wire.datastore;
  const plan = firstLeg(prepared, options);
  if (isUnchanged(plan, prepared, { state, options })) return unchanged(plan);
  warn(context, prepared);
  await pruneHistory(deployments, state);
  const kept = prepared.chain?.kept.map(({ path }) => path) ?? [];
  await stream?.expect(consumersIn(prepared.legs, kept));
  if (prepared.chain !== undefined) await keepArtifacts(context, prepared.chain);
  for (const index of kept.map(indexInStream)) if (index !== undefined) await stream?.release(index);
  refuseCancelled(live);
  // First: a deployment whose serial was never noted could be followed by an older manifest.
  if (prepared.trust !== undefined) acceptManifest(context, prepared.trust);
  const deployment = deployments.create(newDeployment(context, { prepared, origin }, plan));
  return await runFrom(context, deployment, { ...options, verb: "install", live });
}

/** A deployment that has begun may still need what was stored; the next one removes it. */
async function withStream(opened: OpenedManifest, install: () => Promise<RunResult>): Promise<RunResult> {
  const { context, stream } = opened;
  const newest = () => context.wire.datastore.deployments.ids()[0];
  const before = newest();
  try {
    const result = await install();
    if (stream !== undefined) await settleStream(context, stream, result.outcome);
    return result;
  } catch (thrown) {
    if (newest() === before) await stream?.close();
    throw thrown;
  } finally {
    await stream?.leave();
  }
}

function newDeployment(
  { programVersion }: AppContext,
  { prepared, origin }: Required<Pick<PreparedRequest, "prepared" | "origin">>,
  plan: Plan,
): NewDeployment {
  const { chain, texts, manifestDigest, release } = prepared;
  const documents = texts.map(({ role, text }) => ({ fileName: `${role}.yaml`, text }));
  return {
    plan,
    documents: chain === undefined ? documents : [...documents, { fileName: CHAIN_FILE, text: chain.text }],
    started: {
      manifestName: plan.manifestName,
      manifestDigest,
      programVersion,
      ...(release && { release }),
      ...origin,
    },
    takesKept: chain !== undefined,
  };
}

/** Throws PlanRefused. */
function firstLeg({ answer, legs }: Prepared, { stopBefore }: RunOptions): Plan {
  if (!answer.isFeasible) throw new PlanRefused(answer.refusal);
  const [first] = legs;
  invariant(first !== undefined, "a plan has a leg");
  if (legs.length > 1 && stopBefore.includes("ArtifactCommit")) throw commitsInBetween(answer, legs.length);
  return first;
}

function commitsInBetween({ sequence }: Feasible, legs: number): PlanRefused {
  const moves = sequence.batches.flatMap((batch) => batch.moves);
  const twice = moves.filter(({ group }, i) => moves.findIndex((move) => move.group === group) < i);
  const types = [...new Set(twice.map(({ type }) => type))];
  return new PlanRefused({
    code: "PLAN_LEGS_STOP",
    message: `this plan has ${legs} legs, each of which is committed, and --stop-before ArtifactCommit promises that nothing is`,
    lines: [`updated more than once: ${types.join(", ")}`],
    hint: "Install without that option; a failure in a later leg takes the way back to the start, as far as there is one.",
    facts: { legs, types },
  });
}

/** What the planner warns of reaches the user before anything is touched. */
function warn({ log }: AppContext, { answer, warnings, release }: Prepared): void {
  for (const { code, message } of warnings) log.warning(message, { code });
  if (release?.downgrade !== undefined) {
    log.warning(`going back from serial ${release.downgrade.from} to ${release.serial}: ${release.downgrade.reason}`);
  }
  for (const { code, message, lines } of answer.warnings) log.warning([message, ...lines].join("; "), { code });
}

export function refuseWhileInProgress(state: SystemState): void {
  const inProgress = state.inProgress ?? (isBetweenLegs(state) ? state.chain?.newest : undefined);
  if (inProgress === undefined) return;
  throw new OrchestratorError({
    code: "DEPLOYMENT_IN_PROGRESS",
    message: `deployment ${deploymentName(inProgress)} (${inProgress.plan.manifestName}) has begun and not ended`,
    hint: "Finish it with `orchestrator resume`, or undo it with `orchestrator rollback`; then install again.",
    facts: { id: deploymentName(inProgress) },
  });
}

/** A question that was cut short by a signal is not the reason why nothing is installed. */
export async function unlessCancelled<Answer>(
  live: Live,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask(AbortSignal.any([live.cancelSignal, live.leaveSignal]));
  } finally {
    refuseCancelled(live);
  }
}

function choicesOf(options: InstallOptions, source: ManifestSource, signal: AbortSignal): PrepareOptions {
  const { isNoReturnAccepted = false, isRepair = false, downgradeReason, run } = options;
  return {
    ...{ ...source, isNoReturnAccepted, isRepair, signal },
    ...{ isKeepingRoots: true, ...(downgradeReason !== undefined && { downgradeReason }) },
    ...(run !== undefined && { isAcceptedBefore: true }),
  };
}

function refuseCancelled({ cancelSignal, leaveSignal }: Live): void {
  if (!cancelSignal.aborted && !leaveSignal.aborted) return;
  throw new OrchestratorError({ code: "CANCELLED", message: "cancelled before anything was touched" });
}

/**
 * The active manifest, and every component reports it. With a stop asked for, whoever called will resume: then even an
 * empty deployment is begun, so that there is something to resume (interface-protocol, section 6). So it is after an
 * inconsistent end: that every component reports the manifest's versions is news worth a record.
 */
function isUnchanged(
  plan: Plan,
  { manifestDigest }: Prepared,
  { state: { active, last }, options }: { readonly state: SystemState; readonly options: RunOptions },
): boolean {
  if (plan.groups.length > 0 || options.stopBefore.length > 0 || active === undefined) return false;
  if (last !== undefined && isInconsistent(last)) return false;
  return startOf(active)?.manifestDigest === manifestDigest;
}

function unchanged(plan: Plan): RunResult {
  return { exitCode: EXIT.done, outcome: "unchanged", manifestName: plan.manifestName, records: [], plan };
}

async function pruneHistory(deployments: Deployments, { active, previous }: SystemState): Promise<void> {
  const recent = new Set(deployments.ids().slice(0, KEPT_DEPLOYMENTS));
  await deployments.prune((id) => recent.has(id) || id === active?.id || id === previous?.id);
}
