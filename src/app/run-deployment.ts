// Runs an open deployment through the engine and says how it ended. Shared by install, resume and rollback.

import { type ExitCode, OrchestratorError } from "../base/index.js";
import type { OpenDeployment } from "../datastore/index.js";
import { driveDeployment, type RunEnd } from "../engine/index.js";
import type { Observer } from "../engine/ports.js";
import {
  calledComponents,
  deploymentName,
  type Plan,
  plannedComponents,
  type RunVerb,
  type StampedRecord,
  type StopPoint,
} from "../model/index.js";
import type { ChainEnd } from "./chain/next-step.js";
import type { AppContext } from "./context.js";
import { startOf } from "./ended.js";
import { exitCodeOfRun } from "./exit-code.js";
import { hasOwnArtifacts, withOwnArtifacts } from "./own-artifacts.js";
import { pointStoreOf } from "./points/point-store.js";
import { prunePoints } from "./points/prune-points.js";
import { keepWhatIsInstalled } from "./return/kept-artifacts.js";
import { findExecutables } from "./wire.js";

export interface RunOptions {
  readonly stopBefore: readonly StopPoint[];
  readonly exitOnReboot: boolean;
}

/** What a view is told while a run goes on, and how it tells the run to end. */
export interface Live {
  readonly observer: Observer;
  planned(plan: Plan): void;
  /** `earlier`: what the journal already says; the observer is told of what follows. */
  started(deploymentId: string, earlier: readonly StampedRecord[]): void;
  /** First Ctrl-C: end the running calls and roll back. */
  readonly cancelSignal: AbortSignal;
  /** Second Ctrl-C, SIGTERM or SIGHUP: leave at once, resumable. */
  readonly leaveSignal: AbortSignal;
}

/** `resting`: a chain of legs has ended neither at its target nor at its start, with every component sound. */
export type RunOutcome =
  | "done"
  | "unchanged"
  | "rolledBack"
  | "inconsistent"
  | "resting"
  | "stopped"
  | "hostReboot"
  | "left";

/** A deployment that this run worked on. */
export interface RunLeg {
  readonly deploymentId: string;
  readonly plan: Plan;
  readonly records: readonly StampedRecord[];
}

export interface RunResult {
  readonly exitCode: ExitCode;
  readonly outcome: RunOutcome;
  readonly manifestName: string;
  readonly deploymentId?: string;
  readonly records: readonly StampedRecord[];
  readonly plan?: Plan;
  readonly stoppedBefore?: StopPoint;
  /** Where the plan has several legs: those that this run worked on. The deployment above is the last of them. */
  readonly legs?: readonly RunLeg[];
  /** Where the chain of legs has come to its end. */
  readonly chainEnd?: ChainEnd;
}

export interface Run extends RunOptions {
  readonly verb: RunVerb;
  readonly live: Live;
}

export async function runDeployment(context: AppContext, deployment: OpenDeployment, run: Run): Promise<RunResult> {
  const { live, verb, stopBefore, exitOnReboot } = run;
  const { id, plan, journal, workRoot } = deployment;
  live.planned(plan);
  const name = deploymentName({ id, system: startOf(journal)?.system });
  live.started(name, journal.records);
  const { wire } = hasOwnArtifacts(journal) ? withOwnArtifacts(context) : context;
  const executables = await findExecutables(wire, calledComponents(plan));
  const end = await driveDeployment(
    deployment,
    {
      verb,
      stopBefore,
      exitOnReboot,
      programVersion: context.programVersion,
      cancelSignal: live.cancelSignal,
      leaveSignal: live.leaveSignal,
    },
    {
      interfaces: wire.interfaces(executables, workRoot),
      host: wire.host,
      observer: live.observer,
      rollback: pointStoreOf(context),
    },
  );
  if (end.kind === "tooLate") throw tooLate(name);
  if (end.kind === "ended") {
    await context.wire.datastore.deployments.finish(deployment);
    if (end.verdict === "succeeded") await keepWhatIsInstalled(context, plan);
    await tidyCache(context, plan);
    await prunePoints(context, plan);
  }
  return {
    exitCode: exitCodeOfRun(end, verb),
    outcome: outcomeOf(end),
    manifestName: plan.manifestName,
    deploymentId: id,
    records: journal.records,
    plan,
    ...(end.kind === "stopped" ? { stoppedBefore: end.before } : {}),
  };
}

/** What the deployment did not use goes; of a chain, when it has come to its last leg. */
async function tidyCache({ wire }: AppContext, plan: Plan): Promise<void> {
  if (plan.chain !== undefined && plan.chain.leg < plan.chain.legs) return;
  await wire.keepInCache(plannedComponents(plan).map(({ artifact }) => artifact.path));
}

function outcomeOf(end: Exclude<RunEnd, { kind: "tooLate" }>): RunOutcome {
  if (end.kind !== "ended") return end.kind;
  return end.verdict === "succeeded" ? "done" : end.verdict;
}

function tooLate(id: string): OrchestratorError {
  return new OrchestratorError({
    code: "ROLLBACK_TOO_LATE",
    message: `deployment ${id} is committed and its Cleanup has begun, so it cannot be rolled back`,
    hint: "Finish it with `orchestrator resume`; to go back, install the earlier manifest.",
    facts: { id },
  });
}
