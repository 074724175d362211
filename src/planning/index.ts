export type { MessageCombination, PlanMessage, PlanningAnswer, ProposedOrder } from "./answer.js";
export { explainType } from "./explain/index.js";
export { type Installable, type PlanFault, type PlanInput, planByOrder, plannedArtifact } from "./plan-by-order.js";
export { planUpdates } from "./plan-updates.js";
export {
  type PlanningBudget,
  type PlanningGroup,
  type PlanningProblem,
  type PlanningStone,
  type PlanningType,
  spell,
} from "./problem.js";
