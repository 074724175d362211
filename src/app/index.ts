// The use cases, each read when it is called. What is exported as it is, every command needs, or no command at all.

import { onUse } from "./on-use.js";

export type { ArtifactDescription, ReadArtifactOptions } from "./artifact-read.js";
export type { SignArtifactOptions } from "./artifact-sign.js";
export type { VerifyArtifactOptions } from "./artifact-verify.js";
export type { WriteOptions } from "./artifact-write.js";
export type { WriteManifestOptions } from "./artifact-write-manifest.js";
export type {
  BackupPlace,
  BackupView,
  CreateBackupOptions,
  CreatedBackup,
  ListBackupsOptions,
  PruneBackupsOptions,
  PrunedBackups,
  RestoreBackupOptions,
  RestoredBackup,
  UnitView,
  VerifiedBackup,
  VerifyBackupsOptions,
} from "./backup/index.js";
export type { CreateBundleOptions, CreatedBundle } from "./bundle/create-bundle.js";
export type { BundleDescription, InspectBundleOptions } from "./bundle/inspect-bundle.js";
export type { ChainEnd, Rest } from "./chain/index.js";
export type { ConstraintTables } from "./constraint-tables.js";
export type { AppContext, ContextInput, GlobalOptions } from "./context.js";
export type { ResumeOptions } from "./continue-deployment.js";
export { createContext } from "./create-context.js";
export type { ChainStatus, DeploymentName, RestingStatus, SystemStatus } from "./history.js";
export type { InstallOptions } from "./install.js";
export type { InterfaceCheck, InterfaceCheckOptions } from "./interface-check.js";
export type { GeneratedKeys, GenerateKeysOptions } from "./keys-generate.js";
export type {
  InstalledModule,
  ModuleDeployment,
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
  ModuleUpdate,
  ModuleView,
  RunUpdateOptions,
  SwitchOptions,
  UpdateModulesOptions,
} from "./modules/index.js";
export type { PlanAnswer, PlanOptions } from "./plan-answer.js";
export { PlanRefused } from "./planning/plan-refused.js";
export type { ReturnAnswer, RollbackToOptions } from "./rollback-to.js";
export type { Live, RunLeg, RunOptions, RunOutcome, RunResult } from "./run-deployment.js";
export type { ComponentFacts, FactsAnswer } from "./show.js";
export { contextOfSystem, documentsFolderOf, type SystemChoices } from "./system-of.js";
export type { SystemVersion } from "./system-version.js";
export type { OtherSystem } from "./systems/other-systems.js";
export type { ResumedSystem } from "./systems/resume-systems.js";
export type {
  CreateRootOptions,
  LockChange,
  LockOptions,
  RootDescription,
  SignedFile,
  SignOptions,
  SignRootOptions,
  TrustedManifest,
  VerifyOptions,
} from "./trust/index.js";
export { createWire, type Wire } from "./wire.js";

export const checkInterface = onUse(async () => (await import("./interface-check.js")).checkInterface);
export const constraintTables = onUse(async () => (await import("./constraint-tables.js")).constraintTables);
export const createBundle = onUse(async () => (await import("./bundle/create-bundle.js")).createBundle);
export const createRoot = onUse(async () => (await import("./trust/index.js")).createRoot);
export const explainPlan = onUse(async () => (await import("./explain-plan.js")).explainPlan);
export const generateKeys = onUse(async () => (await import("./keys-generate.js")).generateKeys);
export const inspectBundle = onUse(async () => (await import("./bundle/inspect-bundle.js")).inspectBundle);
export const installSystem = onUse(async () => (await import("./install.js")).installSystem);
export const listHistory = onUse(async () => (await import("./history.js")).listHistory);
export const lockManifest = onUse(async () => (await import("./trust/index.js")).lockManifest);
export const planReturn = onUse(async () => (await import("./rollback-to.js")).planReturn);
export const planSystem = onUse(async () => (await import("./plan.js")).planSystem);
export const readArtifact = onUse(async () => (await import("./artifact-read.js")).readArtifact);
export const readStatus = onUse(async () => (await import("./history.js")).readStatus);
export const resumeDeployment = onUse(async () => (await import("./continue-deployment.js")).resumeDeployment);
export const resumeSystems = onUse(async () => (await import("./systems/resume-systems.js")).resumeSystems);
export const rollbackDeployment = onUse(async () => (await import("./continue-deployment.js")).rollbackDeployment);
export const rollbackTo = onUse(async () => (await import("./rollback-to.js")).rollbackTo);
export const rotateKeys = onUse(async () => (await import("./trust/index.js")).rotateKeys);
export const showDeployment = onUse(async () => (await import("./history.js")).showDeployment);
export const showInventory = onUse(async () => (await import("./show.js")).showInventory);
export const showProvides = onUse(async () => (await import("./show.js")).showProvides);
export const showRoot = onUse(async () => (await import("./trust/index.js")).showRoot);
export const signArtifact = onUse(async () => (await import("./artifact-sign.js")).signArtifact);
export const signManifest = onUse(async () => (await import("./trust/index.js")).signManifest);
export const signRoot = onUse(async () => (await import("./trust/index.js")).signRoot);
export const validateFiles = onUse(async () => (await import("./validate.js")).validateFiles);
export const verifyArtifact = onUse(async () => (await import("./artifact-verify.js")).verifyArtifact);
export const verifyManifest = onUse(async () => (await import("./manifest-verify.js")).verifyManifest);
export const writeArtifact = onUse(async () => (await import("./artifact-write.js")).writeArtifact);
export const writeManifestArtifact = onUse(
  async () => (await import("./artifact-write-manifest.js")).writeManifestArtifact,
);
export const createBackup = onUse(async () => (await import("./backup/index.js")).createBackup);
export const restoreBackup = onUse(async () => (await import("./backup/index.js")).restoreBackup);
export const listBackups = onUse(async () => (await import("./backup/index.js")).listBackups);
export const showBackup = onUse(async () => (await import("./backup/index.js")).showBackup);
export const verifyBackups = onUse(async () => (await import("./backup/index.js")).verifyBackups);
export const pruneBackups = onUse(async () => (await import("./backup/index.js")).pruneBackups);
export const planModules = onUse(async () => (await import("./modules/plan.js")).planModules);
export const checkModules = onUse(async () => (await import("./modules/check.js")).checkModules);
export const updateModules = onUse(async () => (await import("./modules/update.js")).updateModules);
export const runLegacyModules = onUse(async () => (await import("./modules/legacy.js")).runLegacyModules);
export const listModules = onUse(async () => (await import("./modules/list.js")).listModules);
export const moduleStatus = onUse(async () => (await import("./modules/list.js")).moduleStatus);
export const loadModuleIndex = onUse(async () => (await import("./modules/library.js")).loadModuleIndex);
export const syncFromRepo = onUse(async () => (await import("./modules/library.js")).syncFromRepo);
export const detectModuleUpdates = onUse(async () => (await import("./modules/library.js")).detectModuleUpdates);
export const runUpdate = onUse(async () => (await import("./modules/run-updates.js")).runUpdate);
export const runUpdatesAsync = onUse(async () => (await import("./modules/run-updates.js")).runUpdatesAsync);
export const switchModule = onUse(async () => (await import("./modules/switch.js")).switchModule);
