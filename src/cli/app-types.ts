// The use cases as the command line calls them: one record of functions, so that a test can hand in its own. src/app is the
// real one, and the compiler holds the two together where it is loaded.

import type {
  ArtifactDescription,
  BackupPlace,
  BackupView,
  BundleDescription,
  ConstraintTables,
  ContextInput,
  CreateBackupOptions,
  CreateBundleOptions,
  CreatedBackup,
  CreatedBundle,
  CreateRootOptions,
  FactsAnswer,
  GeneratedKeys,
  GenerateKeysOptions,
  InspectBundleOptions,
  InstalledModule,
  InterfaceCheck,
  InterfaceCheckOptions,
  ListBackupsOptions,
  Live,
  LockChange,
  LockOptions,
  ModulesCheck,
  ModulesLive,
  ModulesOptions,
  ModulesPlan,
  ModulesUpdate,
  PlanAnswer,
  PlanOptions,
  PruneBackupsOptions,
  PrunedBackups,
  ReadArtifactOptions,
  RestoreBackupOptions,
  RestoredBackup,
  ResumedSystem,
  ReturnAnswer,
  RollbackToOptions,
  RootDescription,
  RunOptions,
  RunResult,
  SignArtifactOptions,
  SignedFile,
  SignOptions,
  SignRootOptions,
  SwitchOptions,
  SystemStatus,
  TrustedManifest,
  UnitView,
  UpdateModulesOptions,
  VerifiedBackup,
  VerifyArtifactOptions,
  VerifyBackupsOptions,
  VerifyOptions,
  WriteManifestOptions,
  WriteOptions,
} from "../app/index.js";
import type { Diagnostic } from "../base/index.js";

export type {
  ArtifactDescription,
  BackupPlace,
  BackupView,
  BundleDescription,
  ComponentFacts,
  ConstraintTables,
  CreateBackupOptions,
  CreatedBackup,
  CreatedBundle,
  DeploymentName,
  FactsAnswer,
  GeneratedKeys,
  GenerateKeysOptions,
  InstalledModule,
  InterfaceCheck,
  InterfaceCheckOptions,
  ListBackupsOptions,
  Live,
  LockChange,
  LockOptions,
  ModuleOutcome,
  ModuleProblem,
  ModuleResult,
  ModuleStep,
  ModulesCheck,
  ModulesLive,
  ModulesOptions,
  ModulesPlan,
  ModulesUpdate,
  ModulesView,
  ModuleView,
  OtherSystem,
  PlanAnswer,
  PlanOptions,
  PruneBackupsOptions,
  PrunedBackups,
  ReadArtifactOptions,
  RestoreBackupOptions,
  RestoredBackup,
  ResumedSystem,
  ReturnAnswer,
  RollbackToOptions,
  RootDescription,
  RunOptions,
  RunOutcome,
  RunResult,
  SignArtifactOptions,
  SignedFile,
  SignOptions,
  SignRootOptions,
  SwitchOptions,
  SystemStatus,
  TrustedManifest,
  UnitView,
  UpdateModulesOptions,
  VerifiedBackup,
  VerifyArtifactOptions,
  VerifyBackupsOptions,
  VerifyOptions,
  WriteManifestOptions,
  WriteOptions,
} from "../app/index.js";

export type { PostgresqlDatabase } from "../model/index.js";

export type SystemVersion = NonNullable<SystemStatus["systemVersion"]>;
export type PlanningAnswer = PlanAnswer["answer"];
export type PlanMessage = Extract<PlanningAnswer, { readonly isFeasible: false }>["refusal"];

export type Observer = Live["observer"];
export type DeploymentHistory = NonNullable<SystemStatus["inProgress"]>;

/** Opaque here, but for the log level of the configuration file. */
export interface AppContext {
  readonly config: { readonly logLevel?: string };
}

export interface InstallChoices extends RunOptions {
  readonly manifestPath: string;
  readonly stdin?: NodeJS.ReadableStream;
  readonly isNoReturnAccepted?: boolean;
  readonly isRepair?: boolean;
  readonly downgradeReason?: string;
}

export interface ResumeChoices extends RunOptions {
  readonly isAfterBoot?: boolean;
}

export interface App {
  checkInterface(context: AppContext, options: InterfaceCheckOptions): Promise<InterfaceCheck>;
  createContext(input: ContextInput): AppContext;
  installSystem(context: AppContext, options: InstallChoices, live: Live): Promise<RunResult>;
  /** Of the system that was named, or the default one. */
  resumeDeployment(context: AppContext, options: ResumeChoices, live: Live): Promise<RunResult>;
  /** Of every system that has something in progress. */
  resumeSystems(context: AppContext, options: ResumeChoices, live: Live): Promise<readonly ResumedSystem[]>;
  rollbackDeployment(context: AppContext, options: RunOptions, live: Live): Promise<RunResult>;
  rollbackTo(context: AppContext, options: RollbackToOptions, live: Live): Promise<RunResult>;
  planReturn(context: AppContext, id: string, signal?: AbortSignal): Promise<ReturnAnswer>;
  planSystem(context: AppContext, options: PlanOptions): Promise<PlanAnswer>;
  /** Why the components of a type are updated when they are, or why they cannot be, line by line. */
  explainPlan(answer: PlanAnswer, type: string): Promise<readonly string[]>;
  constraintTables(context: AppContext, options: { readonly manifestPath: string }): Promise<ConstraintTables>;
  readStatus(context: AppContext): Promise<SystemStatus>;
  listHistory(context: AppContext): Promise<readonly DeploymentHistory[]>;
  showDeployment(context: AppContext, id: string): Promise<DeploymentHistory>;
  showProvides(context: AppContext, signal?: AbortSignal): Promise<FactsAnswer>;
  showInventory(context: AppContext, signal?: AbortSignal): Promise<FactsAnswer>;
  checkModules(context: AppContext, options: ModulesOptions & { readonly signal: AbortSignal }): Promise<ModulesCheck>;
  planModules(context: AppContext, options: ModulesOptions & { readonly signal: AbortSignal }): Promise<ModulesPlan>;
  updateModules(context: AppContext, options: UpdateModulesOptions, live: ModulesLive): Promise<ModulesUpdate>;
  runLegacyModules(context: AppContext, options: UpdateModulesOptions, live: ModulesLive): Promise<ModulesUpdate>;
  listModules(context: AppContext, where: Pick<ModulesOptions, "modulesPath">): Promise<readonly InstalledModule[]>;
  moduleStatus(context: AppContext, where: Pick<ModulesOptions, "modulesPath">, name: string): Promise<InstalledModule>;
  /** Whether that changed anything. */
  switchModule(context: AppContext, options: SwitchOptions): Promise<boolean>;
  createBackup(context: AppContext, options: CreateBackupOptions): Promise<CreatedBackup>;
  restoreBackup(context: AppContext, options: RestoreBackupOptions): Promise<RestoredBackup>;
  listBackups(context: AppContext, options: ListBackupsOptions): Promise<readonly BackupView[]>;
  showBackup(context: AppContext, place: BackupPlace, id: string): Promise<UnitView>;
  verifyBackups(context: AppContext, options: VerifyBackupsOptions): Promise<readonly VerifiedBackup[]>;
  pruneBackups(context: AppContext, options: PruneBackupsOptions): Promise<PrunedBackups>;
  createBundle(context: AppContext, options: CreateBundleOptions): Promise<CreatedBundle>;
  inspectBundle(context: AppContext, options: InspectBundleOptions): Promise<BundleDescription>;
  validateFiles(context: AppContext, paths: readonly string[]): Promise<readonly Diagnostic[]>;
  lockManifest(context: AppContext, options: LockOptions): Promise<readonly LockChange[]>;
  signManifest(context: AppContext, options: SignOptions): Promise<SignedFile>;
  verifyManifest(context: AppContext, options: VerifyOptions): Promise<TrustedManifest>;
  createRoot(options: CreateRootOptions): Promise<void>;
  signRoot(options: SignRootOptions): Promise<RootDescription>;
  showRoot(path: string): Promise<RootDescription>;
  /** The version that is trusted then. */
  rotateKeys(context: AppContext, paths: readonly string[]): Promise<number>;
  writeArtifact(options: WriteOptions): Promise<void>;
  writeManifestArtifact(options: WriteManifestOptions): Promise<void>;
  readArtifact(context: AppContext, options: ReadArtifactOptions): Promise<ArtifactDescription>;
  /** Where the signed artifact is. */
  signArtifact(options: SignArtifactOptions): Promise<string>;
  verifyArtifact(context: AppContext, options: VerifyArtifactOptions): Promise<ArtifactDescription>;
  generateKeys(options: GenerateKeysOptions): Promise<GeneratedKeys>;
}
