export { type ArtifactDescription, readArtifact } from "./artifact-read.js";
export { type WriteOptions, writeArtifact } from "./artifact-write.js";
export { type WriteManifestOptions, writeManifestArtifact } from "./artifact-write-manifest.js";
export type { ChainEnd, Rest } from "./chain/index.js";
export { type ConstraintTables, constraintTables } from "./constraint-tables.js";
export { type AppContext, type ContextInput, createContext, type GlobalOptions } from "./context.js";
export { type ResumeOptions, resumeDeployment, rollbackDeployment } from "./continue-deployment.js";
export { explainPlan } from "./explain-plan.js";
export {
  type ChainStatus,
  type DeploymentName,
  listHistory,
  type RestingStatus,
  readStatus,
  type SystemStatus,
  showDeployment,
} from "./history.js";
export { type InstallOptions, installSystem } from "./install.js";
export { checkInterface, type InterfaceCheck, type InterfaceCheckOptions } from "./interface-check.js";
export { planSystem } from "./plan.js";
export type { PlanAnswer, PlanOptions } from "./plan-answer.js";
export { PlanRefused } from "./planning/index.js";
export type { Live, RunLeg, RunOptions, RunOutcome, RunResult } from "./run-deployment.js";
export { type ComponentFacts, type FactsAnswer, showInventory, showProvides } from "./show.js";
export type { SystemVersion } from "./system-version.js";
export { validateFiles } from "./validate.js";
export { createWire, type Wire } from "./wire.js";
