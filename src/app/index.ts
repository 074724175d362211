export { type AppContext, type ContextInput, createContext, type GlobalOptions } from "./context.js";
export { resumeDeployment, rollbackDeployment } from "./continue-deployment.js";
export { type DeploymentName, listHistory, readStatus, type SystemStatus, showDeployment } from "./history.js";
export { type InstallOptions, installSystem } from "./install.js";
export { type PlanAnswer, planSystem } from "./plan.js";
export type { Live, RunOptions, RunOutcome, RunResult } from "./run-deployment.js";
export { type ComponentFacts, showInventory, showProvides } from "./show.js";
export { validateFiles } from "./validate.js";
export { createWire, type Wire } from "./wire.js";
