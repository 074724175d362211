// The time that the planner may take.

import type { PlanningBudget } from "../../planning/index.js";
import type { AppContext } from "../context.js";

/** A large problem is worth a few seconds, a typing error in a table is not worth a minute. */
const DEFAULT_PLANNING_SECONDS = 10;

export function budgetOf(
  { clock, config }: Pick<AppContext, "clock" | "config">,
  { timeoutSeconds }: { readonly timeoutSeconds?: number },
): PlanningBudget {
  const seconds = timeoutSeconds ?? config.planningTimeoutSeconds ?? DEFAULT_PLANNING_SECONDS;
  return { milliseconds: seconds * 1000, now: () => clock.monotonic() };
}
