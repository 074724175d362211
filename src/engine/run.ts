// One run of the program over a deployment: what it was asked, and how it left the deployment.

import type { ComponentKey, Plan, RunVerb, StopPoint, Verdict } from "../model/index.js";
import type { PointStore } from "./point-keeper.js";
import type { Host, Interfaces, Journal, Observer } from "./ports.js";

export interface Deployment {
  readonly id: string;
  readonly plan: Plan;
  readonly journal: Journal;
}

/** `--stop-before` and `--exit-on-reboot` hold for one run only, so they never reach the machine. */
export interface RunRequest {
  readonly verb: RunVerb;
  readonly stopBefore: readonly StopPoint[];
  readonly exitOnReboot: boolean;
  readonly programVersion: string;
  /** Aborted by the first Ctrl-C: end the running calls and roll back. */
  readonly cancelSignal: AbortSignal;
  /** Aborted by a second Ctrl-C, SIGTERM or SIGHUP: leave at once, resumable. A host reboot sends those. */
  readonly leaveSignal: AbortSignal;
}

export interface RunPorts {
  readonly interfaces: Interfaces;
  readonly host: Host;
  readonly observer: Observer;
  /** Needed where a component of the plan has a rollback point. */
  readonly rollback?: PointStore;
}

/** `failureKnown`: the journal knew of the failure before this run began, so this run had only the way back to do. */
export type RunEnd =
  | {
      readonly kind: "ended";
      readonly verdict: Verdict;
      readonly cancelled: boolean;
      readonly failureKnown: boolean;
      readonly inconsistent: Readonly<Record<ComponentKey, string>>;
    }
  | {
      readonly kind: "stopped";
      readonly before: StopPoint;
      readonly failed: boolean;
      readonly failureKnown: boolean;
      readonly cancelled: boolean;
      readonly inconsistent: Readonly<Record<ComponentKey, string>>;
    }
  | { readonly kind: "hostReboot" }
  | { readonly kind: "left" }
  /** `rollback` was asked after Cleanup had begun. Nothing was done. */
  | { readonly kind: "tooLate" };
