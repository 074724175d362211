export { accepts, firstStep, nextStep, placeOf, type Step } from "./chart.js";
export { driveDeployment } from "./driver.js";
export { type DeploymentFold, foldJournal } from "./fold.js";
export { type DeploymentSnapshot, deploymentMachine, machineInput } from "./machine.js";
export type { PointStore } from "./point-keeper.js";
export { type ComponentProgress, type DeploymentContext, ROLLBACK_VERIFY_ATTEMPTS } from "./progress.js";
export type { Deployment, RunEnd, RunPorts, RunRequest } from "./run.js";
export type { MachineInput } from "./state-kinds.js";
export { type Watch, watchOf } from "./watch.js";
