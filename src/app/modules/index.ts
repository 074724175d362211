// Git modules: the use cases. What they read of a repository is in src/sources/git-modules; each module is deployed as any other
// system is.

export { checkModules } from "./check.js";
export { runLegacyModules } from "./legacy.js";
export { detectModuleUpdates, loadModuleIndex, syncFromRepo } from "./library.js";
export { type InstalledModule, listModules, type ModuleDeployment, moduleStatus } from "./list.js";
export { type ModulesLive, type ModulesView, quietly } from "./live.js";
export { type ModuleStep, type ModulesPlan, planModules } from "./plan.js";
export type { ModulesOptions, UpdateModulesOptions } from "./request.js";
export { type ModuleUpdate, type RunUpdateOptions, runUpdate, runUpdatesAsync } from "./run-updates.js";
export { type SwitchOptions, switchModule } from "./switch.js";
export { updateModules } from "./update.js";
export type {
  ModuleOutcome,
  ModuleProblem,
  ModuleResult,
  ModulesCheck,
  ModulesUpdate,
  ModuleView,
} from "./views.js";
