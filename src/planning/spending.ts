// A budget that several steps of the planner draw from, one after the other.

import type { PlanningBudget } from "./problem.js";

export interface Spending {
  readonly budget: PlanningBudget;
  readonly startedAt: number;
}

export function spendingOf(budget: PlanningBudget): Spending {
  return { budget, startedAt: budget.now() };
}

/** What is left of it; never negative. */
export function remainingOf({ budget, startedAt }: Spending): PlanningBudget {
  const spent = budget.now() - startedAt;
  return { ...budget, milliseconds: Math.max(0, budget.milliseconds - spent) };
}

/** What is left, but no more than this. */
export function upTo(spending: Spending, milliseconds: number): PlanningBudget {
  const left = remainingOf(spending);
  return { ...left, milliseconds: Math.min(left.milliseconds, milliseconds) };
}
