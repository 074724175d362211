// What is added to plans that have been made, before they are written down: what comes back with a way back.

import type { Plan } from "../model/index.js";

export interface PlanChanges {
  /** All legs of a plan, or the only one. */
  forward(plans: readonly Plan[]): readonly Plan[];
  /** A leg that undoes some of them. */
  back(plan: Plan): Plan;
}

export const UNCHANGED: PlanChanges = { forward: (plans) => plans, back: (plan) => plan };
