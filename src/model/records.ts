// What a deployment journal says: everything that was commanded, and everything that happened. The journal is the only
// state of a deployment; the machine's snapshot and every view are folds of these records.

import type { ComponentKey } from "./component.js";
import type { CallOutcome, MachineAnswer } from "./outcome.js";
import type { MachineQuery, State, StopPoint } from "./protocol.js";
import type { ManifestRelease } from "./release.js";
import type { SafetyDecision } from "./safety-decision.js";

export type RunVerb = "install" | "resume" | "rollback";

/**
 * How a deployment ended. `rolledBack`: every component that was touched is as before. `inconsistent`: at least one could
 * not be brought back, and the record says which.
 */
export type Verdict = "succeeded" | "rolledBack" | "inconsistent";

/** What the machine asks the driver to do. */
export type Command =
  | { readonly kind: "call"; readonly state: State; readonly components: readonly ComponentKey[] }
  | {
      readonly kind: "ask";
      readonly query: MachineQuery;
      readonly components: readonly ComponentKey[];
      /** Only where the query alone does not tell: Provides is asked in both, SupportsRollback otherwise in the rollback. */
      readonly phase?: "update" | "rollback";
    }
  | { readonly kind: "rebootHost"; readonly phase: "update" | "rollback"; readonly components: readonly ComponentKey[] }
  | { readonly kind: "passGate"; readonly gate: StopPoint }
  | { readonly kind: "end"; readonly verdict: Verdict };

/**
 * Components whose call waited for its turn (`max_parallel`) and was never started, because of a cancel or of a neighbour's
 * failure; and those asked for their version whom a cancel cut short. Left out when there are none.
 */
export type Withdrawn = readonly ComponentKey[];

/** What happened, in the past tense: the only input of the machine. */
export type DeploymentEvent =
  | {
      readonly type: "stateSettled";
      readonly failed: readonly ComponentKey[];
      readonly withdrawn?: Withdrawn;
    }
  | {
      readonly type: "queriesAnswered";
      readonly answers: Readonly<Record<ComponentKey, MachineAnswer>>;
      readonly failed: readonly ComponentKey[];
      readonly withdrawn?: Withdrawn;
    }
  | { readonly type: "hostRebooted" }
  | { readonly type: "hostRebootFailed"; readonly message: string }
  | { readonly type: "gatePassed" }
  | { readonly type: "rollbackRequested"; readonly reason: "user" | "diskFull" }
  | { readonly type: "cancelRequested" };

export interface CommonRun {
  readonly id: string;
  /** What it brought up to date, such as `git-modules`. */
  readonly source: string;
}

export type JournalRecord =
  | {
      readonly type: "deploymentStarted";
      readonly id: string;
      /** Undefined for the default one. */
      readonly system?: string;
      readonly manifestName: string;
      /** Of the documents the deployment was made from: the same digest is the same manifest. */
      readonly manifestDigest: string;
      /** sha256 in hex of plan.json. */
      readonly planDigest: string;
      readonly programVersion: string;
      /** Undefined where the manifest says nothing of the kind. */
      readonly release?: ManifestRelease;
      /** Components have rollback points: a program that knows nothing of them would install without capturing. */
      readonly hasRollbackPoints?: true;
      /** One command has made several deployments, in systems of their own: the same id is the same command. */
      readonly run?: CommonRun;
      /** This program made its artifacts itself, so nobody has signed them. An older one asks for signatures, and refuses them. */
      readonly hasOwnArtifacts?: true;
      /** Of this system: a way back to the point before that deployment. */
      readonly undoes?: string;
    }
  | {
      readonly type: "runStarted";
      readonly verb: RunVerb;
      readonly stopBefore: readonly StopPoint[];
      readonly exitOnReboot: boolean;
      readonly programVersion: string;
      readonly bootId: string;
      readonly pid: number;
    }
  /** Written and fsynced before the command is carried out. */
  | { readonly type: "commandGiven"; readonly command: Command }
  /**
   * A call that had to wait for its turn is about to start. Fsynced before it does, so that after an interruption it is known
   * of whom the state has not run. Calls that need not wait have none: for them the command stands.
   */
  | { readonly type: "callReleased"; readonly component: ComponentKey; readonly call: State }
  /** For ending what survives of an interrupted call; not fsynced, since a power cut ends it anyway. */
  | {
      readonly type: "callSpawned";
      readonly component: ComponentKey;
      readonly call: State | MachineQuery;
      readonly pid: number;
      /** Start time of the process in clock ticks after boot: tells it from a later process of the same pid. */
      readonly startTicks: string;
    }
  | {
      readonly type: "callEnded";
      readonly component: ComponentKey;
      readonly call: State | MachineQuery;
      readonly outcome: CallOutcome;
      readonly answer?: MachineAnswer;
    }
  /** What the component declares is about to be captured, before its ArtifactInstall. */
  | { readonly type: "captureStarted"; readonly component: ComponentKey }
  /**
   * Fsynced before the interface's ArtifactInstall starts. Without one that succeeded it was never started, so nothing of the
   * component was touched.
   */
  | {
      readonly type: "captureEnded";
      readonly component: ComponentKey;
      readonly outcome: CallOutcome;
      /** Undefined where it failed. */
      readonly point?: RecordedPoint;
    }
  /** What was captured is about to be brought back: in ArtifactRollback, or after the ArtifactInstall of a way back. */
  | { readonly type: "restoreStarted"; readonly component: ComponentKey; readonly pointId: string }
  | {
      readonly type: "restoreEnded";
      readonly component: ComponentKey;
      readonly pointId: string;
      readonly outcome: CallOutcome;
      /** For people: what stays although it was not there at the capture. */
      readonly remains?: readonly string[];
    }
  /** Fsynced before the next command is given. */
  | { readonly type: "eventHappened"; readonly event: DeploymentEvent }
  /** Why it turned back, or stopped on the way back. For readers: the machine comes to the same from the events alone. */
  | { readonly type: "safetyDecided"; readonly decision: SafetyDecision }
  /** The run left the deployment unfinished, as asked or because of a signal. */
  | {
      readonly type: "runStopped";
      readonly reason: StopPoint | "hostReboot" | "signal";
    }
  | {
      readonly type: "deploymentEnded";
      readonly verdict: Verdict;
      readonly cancelled: boolean;
      /** Components that could not be brought back, with the reason; empty unless inconsistent. */
      readonly inconsistent: Readonly<Record<ComponentKey, string>>;
    };

/** A complete rollback point. */
export interface RecordedPoint {
  readonly pointId: string;
  readonly sizeBytes: number;
  /** For people: what was not captured as it was. */
  readonly warnings: readonly string[];
}

export interface StampedRecord {
  /** From 1. */
  readonly sequence: number;
  /** Milliseconds since the epoch, by the clock of the machine that wrote it. */
  readonly at: number;
  readonly record: JournalRecord;
}
