// The use cases as the command line calls them: one record of functions, so that a test can hand in its own. src/app is the
// real one, and the compiler holds the two together where it is loaded.

import type {
  SystemStatus as AppStatus,
  ArtifactDescription,
  ContextInput,
  FactsAnswer,
  InterfaceCheck,
  InterfaceCheckOptions,
  Live,
  RunOptions,
  RunResult,
  WriteOptions,
} from "../app/index.js";
import type { Diagnostic, ErrorCode, SourceLocation } from "../base/index.js";
import type { Manifest, Objective, Ordering, Plan, UpdateSequence } from "../model/index.js";

export type {
  ArtifactDescription,
  ComponentFacts,
  DeploymentName,
  FactsAnswer,
  InterfaceCheck,
  InterfaceCheckOptions,
  Live,
  RunOptions,
  RunOutcome,
  RunResult,
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

/** Named by an end state; between two of them while an update is under way, or where it was left. */
export type SystemVersion =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "between"; readonly from?: string; readonly to?: string };

export type SystemStatus = AppStatus & { readonly systemVersion?: SystemVersion };

export interface PlanOptions {
  readonly manifestPath: string;
  readonly inventoryPath?: string;
  readonly objective?: Objective;
  readonly ordering?: Ordering;
  readonly isRepair?: boolean;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

export type PlanningAnswer =
  | { readonly isFeasible: true; readonly sequence: UpdateSequence; readonly warnings: readonly PlanMessage[] }
  | { readonly isFeasible: false; readonly refusal: PlanMessage; readonly warnings: readonly PlanMessage[] };

export interface PlanAnswer {
  readonly manifestName: string;
  readonly warnings: readonly Diagnostic[];
  /** Undefined where the manifest is carried out by its order alone. */
  readonly problem: PlannedProblem | undefined;
  readonly answer: PlanningAnswer;
  /** One for each leg; none for an inventory, or where the planner refuses. */
  readonly legs: readonly Plan[];
}

/** As much of the planner's problem as a view shows. */
export interface PlannedProblem {
  readonly groups: readonly { readonly type: string; readonly current: string; readonly count: number }[];
}

/** What `constraints table` shows: the manifest with its constraints and those of the system's owner. */
export interface ConstraintTables {
  readonly manifest: Manifest;
  readonly warnings: readonly Diagnostic[];
}

export type Observer = Live["observer"];
export type DeploymentHistory = NonNullable<SystemStatus["inProgress"]>;

/** Opaque here, but for the log level of the configuration file. */
export interface AppContext {
  readonly config: { readonly logLevel?: string };
}

export interface InstallChoices extends RunOptions {
  readonly manifestPath: string;
  readonly isNoReturnAccepted?: boolean;
  readonly isRepair?: boolean;
}

export interface App {
  checkInterface(context: AppContext, options: InterfaceCheckOptions): Promise<InterfaceCheck>;
  createContext(input: ContextInput): AppContext;
  installSystem(context: AppContext, options: InstallChoices, live: Live): Promise<RunResult>;
  resumeDeployment(context: AppContext, options: RunOptions, live: Live): Promise<RunResult>;
  rollbackDeployment(context: AppContext, options: RunOptions, live: Live): Promise<RunResult>;
  planSystem(context: AppContext, options: PlanOptions): Promise<PlanAnswer>;
  /** Why the components of a type are updated when they are, or why they cannot be, line by line. */
  explainPlan(answer: PlanAnswer, type: string): readonly string[];
  constraintTables(context: AppContext, options: { readonly manifestPath: string }): Promise<ConstraintTables>;
  readStatus(context: AppContext): Promise<SystemStatus>;
  listHistory(context: AppContext): Promise<readonly DeploymentHistory[]>;
  showDeployment(context: AppContext, id: string): Promise<DeploymentHistory>;
  showProvides(context: AppContext, signal?: AbortSignal): Promise<FactsAnswer>;
  showInventory(context: AppContext, signal?: AbortSignal): Promise<FactsAnswer>;
  validateFiles(context: AppContext, paths: readonly string[]): Promise<readonly Diagnostic[]>;
  writeArtifact(options: WriteOptions): Promise<void>;
  readArtifact(path: string): Promise<ArtifactDescription>;
}
