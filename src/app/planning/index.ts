export { describeFault, refuseFaults } from "./depends.js";
export {
  type DeclaredVersion,
  declaredVersions,
  type Installables,
  installablesOf,
  refuseContradictions,
} from "./installables.js";
export { type LegPlansInput, legPlans } from "./leg-plans.js";
export { maxParallelOf, withMaxParallel } from "./max-parallel.js";
export { orderAnswer } from "./order-answer.js";
export { PlanRefused } from "./plan-refused.js";
export { type PlanningChoices, type PosedProblem, poseProblem, type VersionedCount } from "./pose-problem.js";
export { withSelfUpdates } from "./self-updates.js";
export { isConstrained, needsVersion } from "./spoken-of.js";
export { type Subject, subjectsOf, UNKNOWN_VERSION } from "./subjects.js";
export { type Leg, type Position, type Positions, type Walk, walk } from "./walk.js";
