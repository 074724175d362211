// The use cases as the command line calls them: one record of functions, so that a test can hand in its own. src/app is the
// real one, and the compiler holds the two together where it is loaded.

import type {
  ArtifactDescription,
  ContextInput,
  FactsAnswer,
  InterfaceCheck,
  InterfaceCheckOptions,
  Live,
  PlanAnswer,
  RunOptions,
  RunResult,
  SystemStatus,
  WriteOptions,
} from "../app/index.js";
import type { Diagnostic, ErrorCode, SourceLocation } from "../base/index.js";

export type {
  ArtifactDescription,
  ComponentFacts,
  DeploymentName,
  FactsAnswer,
  InterfaceCheck,
  InterfaceCheckOptions,
  Live,
  PlanAnswer,
  RunOptions,
  RunOutcome,
  RunResult,
  SystemStatus,
  WriteOptions,
} from "../app/index.js";

/** A message of the planner: a headline, and the lines below it. */
export interface PlanMessage {
  readonly code: ErrorCode;
  readonly message: string;
  readonly lines: readonly string[];
  readonly hint?: string;
  readonly location?: SourceLocation;
  readonly facts: Readonly<Record<string, unknown>>;
}

export type Observer = Live["observer"];
export type DeploymentHistory = NonNullable<SystemStatus["inProgress"]>;

/** Opaque here, but for the log level of the configuration file. */
export interface AppContext {
  readonly config: { readonly logLevel?: string };
}

export interface App {
  checkInterface(context: AppContext, options: InterfaceCheckOptions): Promise<InterfaceCheck>;
  createContext(input: ContextInput): AppContext;
  installSystem(context: AppContext, options: RunOptions & { manifestPath: string }, live: Live): Promise<RunResult>;
  resumeDeployment(context: AppContext, options: RunOptions, live: Live): Promise<RunResult>;
  rollbackDeployment(context: AppContext, options: RunOptions, live: Live): Promise<RunResult>;
  planSystem(
    context: AppContext,
    options: { readonly manifestPath: string; readonly signal?: AbortSignal },
  ): Promise<PlanAnswer>;
  readStatus(context: AppContext): Promise<SystemStatus>;
  listHistory(context: AppContext): Promise<readonly DeploymentHistory[]>;
  showDeployment(context: AppContext, id: string): Promise<DeploymentHistory>;
  showProvides(context: AppContext, signal?: AbortSignal): Promise<FactsAnswer>;
  showInventory(context: AppContext, signal?: AbortSignal): Promise<FactsAnswer>;
  validateFiles(context: AppContext, paths: readonly string[]): Promise<readonly Diagnostic[]>;
  writeArtifact(options: WriteOptions): Promise<void>;
  readArtifact(path: string): Promise<ArtifactDescription>;
}
