// What a deployment did, and where it left the system, as every view shows it: during the run, afterwards, over HTTP. The
// nouns only; report-fold.ts makes them from the journal's records.

import type { ComponentKey } from "./component.js";
import type { CallFailureReason, MachineAnswer } from "./outcome.js";
import type { ChainLink } from "./plan.js";
import type { MachineQuery, State, StopPoint } from "./protocol.js";
import type { CommonRun, RunVerb, Verdict } from "./records.js";
import type { ManifestRelease } from "./release.js";
import type { SafetyDecision } from "./safety-decision.js";

/**
 * What a component is now, as far as the journal tells.
 * `untouched`: not installed, though its Download may have run.
 * `unsettled`: ArtifactInstall or ArtifactRollback began and has not succeeded, or the reboot after the rollback is still to
 * come and to be verified, so it may have either version.
 */
export type Standing =
  | "untouched"
  | "downloaded"
  | "unsettled"
  | "installed"
  | "committed"
  | "rolledBack"
  | "inconsistent";

/** `waiting`: commanded, not yet started. `interrupted`: the orchestrator died while it ran, and it is run again. */
export type CallStatus = "waiting" | "running" | "succeeded" | "failed" | "interrupted";

export interface CallFailure {
  readonly component: ComponentKey;
  readonly call: State | MachineQuery;
  readonly reason: CallFailureReason;
  readonly message: string;
  readonly code?: string;
  /** What a person can do. */
  readonly hint?: string;
  readonly exitCode?: number;
  readonly outputTail: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface CallReport {
  readonly call: State | MachineQuery;
  readonly status: CallStatus;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMilliseconds?: number;
  readonly answer?: MachineAnswer;
  readonly failure?: CallFailure;
}

/** A capture of what a component declares, or a restore of what was captured. */
export interface PointCallReport {
  readonly call: "capture" | "restore";
  readonly status: Exclude<CallStatus, "waiting">;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMilliseconds?: number;
  readonly pointId?: string;
  /** On disk. */
  readonly sizeBytes?: number;
  readonly warnings?: readonly string[];
  /** Why it failed. */
  readonly message?: string;
}

export interface ComponentReport {
  readonly key: ComponentKey;
  readonly type: string;
  readonly id: string;
  readonly order: number;
  /** Version before, undefined when the component tells none. */
  readonly from?: string;
  /** Version the artifact brings; the artifact's name when it tells none. */
  readonly to: string;
  readonly calls: readonly CallReport[];
  /** Undefined where nothing was captured or restored. */
  readonly pointCalls?: readonly PointCallReport[];
  readonly standing: Standing;
  /** Version it is at now, where that is known. */
  readonly now?: string;
  /** Why it is inconsistent. */
  readonly reason?: string;
  /** What a person can do about that, where it is known. */
  readonly hint?: string;
  /** For people: what stays after a restore although it was not there at the capture. */
  readonly remains?: readonly string[];
}

export interface SkippedReport {
  readonly key: ComponentKey;
  readonly type: string;
  readonly id: string;
  readonly version?: string;
}

/** How a run left the deployment. `died`: without a word, by a kill or a power cut. */
export type RunEnd = StopPoint | "hostReboot" | "signal" | "died" | "ended";

export interface RunReport {
  readonly verb: RunVerb;
  readonly stopBefore: readonly StopPoint[];
  readonly exitOnReboot: boolean;
  readonly programVersion: string;
  readonly pid: number;
  readonly startedAt: number;
  /** Undefined while it runs; and for the last run when it died. */
  readonly end?: RunEnd;
  readonly endedAt?: number;
}

/** Why the deployment was rolled back. */
export type RollbackCause =
  | { readonly kind: "call"; readonly failure: CallFailure }
  | { readonly kind: "hostReboot"; readonly message: string }
  /** By the constraints: a component had changed, or has no way back where one must be. */
  | { readonly kind: "safety"; readonly decision: SafetyDecision }
  | { readonly kind: "cancelled" }
  | { readonly kind: "requested" }
  | { readonly kind: "diskFull" };

export type Phase = "update" | "commit" | "rollback" | "cleanup" | "ended";

export interface DeploymentReport {
  /** As it is called: with the name of its system, unless that is the default one. */
  readonly id: string;
  readonly system?: string;
  /** The command that made it, together with others. */
  readonly run?: CommonRun;
  readonly manifestName: string;
  /** Where the manifest says something of the kind. */
  readonly release?: ManifestRelease;
  /** It went back to before that deployment. */
  readonly undoes?: string;
  /** Where it is a leg of a longer plan: then what it says is said of that leg. */
  readonly chain?: ChainLink;
  readonly startedAt: number;
  /** When it ended; undefined while unfinished. */
  readonly endedAt?: number;
  /** Undefined while unfinished. */
  readonly verdict?: Verdict;
  readonly cancelled: boolean;
  readonly phase: Phase;
  readonly runs: readonly RunReport[];
  /** Planned order: lowest order group first. */
  readonly components: readonly ComponentReport[];
  readonly skipped: readonly SkippedReport[];
  /** Undefined unless it is, or is to be, rolled back. */
  readonly cause?: RollbackCause;
  /** Every failed call in the order of the journal, those of the rollback and of Cleanup included. */
  readonly failures: readonly CallFailure[];
  /** What the engine decided by the constraints, in the order of the journal; undefined where there was nothing to decide. */
  readonly decisions?: readonly SafetyDecision[];
  /** With what `resume` would go on; undefined when ended. */
  readonly resumesWith?: string;
}

export function rolledBackComponents(report: DeploymentReport): readonly ComponentReport[] {
  return report.components.filter(({ standing }) => standing === "rolledBack");
}

/** What is not as before although everything has been brought back. */
export function remainsOf({ components }: Pick<DeploymentReport, "components">): readonly string[] {
  return components.flatMap(({ remains = [] }) => remains);
}

export function inconsistentComponents(report: DeploymentReport): readonly ComponentReport[] {
  return report.components.filter(({ standing }) => standing === "inconsistent");
}
