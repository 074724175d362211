export { type Installable, type PlanFault, type PlanInput, planByOrder } from "./plan-by-order.js";
