// The use cases as the command line calls them. Declared here as one record of functions so that a test can hand in its
// own; src/app is the real one.

import type { Diagnostic, ExitCode, Log } from "../base/index.js";
import type { Component, Plan, StampedRecord, StopPoint } from "../model/index.js";

export interface GlobalOptions {
  readonly manifestComponents?: string;
  readonly topologyComponents?: string;
}

export interface ContextInput {
  readonly programName: string;
  readonly programVersion: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly options: GlobalOptions;
  readonly log: Log;
}

/** Opaque here, but for the log level of the configuration file. */
export interface AppContext {
  readonly config?: { readonly logLevel?: string | undefined };
}

export interface RunOptions {
  readonly stopBefore: readonly StopPoint[];
  readonly exitOnReboot: boolean;
}

export interface Observer {
  recorded(record: StampedRecord): void;
  progressed(component: string, bytesDone: number, bytesTotal: number): void;
}

export interface Live {
  readonly observer: Observer;
  planned(plan: Plan): void;
  started(deploymentId: string): void;
  readonly cancelSignal: AbortSignal;
  readonly leaveSignal: AbortSignal;
}

export type RunOutcome = "done" | "unchanged" | "rolledBack" | "inconsistent" | "stopped" | "hostReboot" | "left";

export interface RunResult {
  readonly exitCode: ExitCode;
  readonly outcome: RunOutcome;
  readonly manifestName: string;
  readonly deploymentId?: string;
  readonly records: readonly StampedRecord[];
  readonly plan?: Plan;
  readonly stoppedBefore?: StopPoint;
}

export interface DeploymentHistory {
  readonly id: string;
  readonly plan: Plan;
  readonly records: readonly StampedRecord[];
}

export interface DeploymentName {
  readonly deploymentId: string;
  readonly manifestName: string;
}

export interface SystemStatus {
  readonly active?: DeploymentName;
  readonly previous?: DeploymentName;
  readonly inProgress?: DeploymentHistory;
}

export interface ComponentFacts {
  readonly component: Component;
  readonly values: readonly (readonly [key: string, value: string])[];
}

export interface PlanAnswer {
  readonly plan: Plan;
  readonly warnings: readonly Diagnostic[];
}

export interface App {
  createContext(input: ContextInput): AppContext;
  installSystem(context: AppContext, options: RunOptions & { manifestPath: string }, live: Live): Promise<RunResult>;
  resumeDeployment(context: AppContext, options: RunOptions, live: Live): Promise<RunResult>;
  rollbackDeployment(context: AppContext, options: RunOptions, live: Live): Promise<RunResult>;
  planSystem(context: AppContext, options: { manifestPath: string }): Promise<PlanAnswer>;
  readStatus(context: AppContext): Promise<SystemStatus>;
  listHistory(context: AppContext): Promise<readonly DeploymentHistory[]>;
  showDeployment(context: AppContext, id: string): Promise<DeploymentHistory>;
  showProvides(context: AppContext): Promise<readonly ComponentFacts[]>;
  showInventory(context: AppContext): Promise<readonly ComponentFacts[]>;
  validateFiles(context: AppContext, paths: readonly string[]): Promise<readonly Diagnostic[]>;
}
