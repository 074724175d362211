// Reasons to refuse a plan, nothing was touched; and what the planner warns of.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const PLAN_ERRORS = {
  PLAN_DEPENDS_UNMET: entry(
    "An artifact depends on something that the component does not provide.",
    "Use an artifact made for this component, or update what it depends on first.",
  ),
  PLAN_START: entry(
    "The system is in a combination of versions that its constraint tables do not accept, before anything is updated.",
    "Look at `orchestrator status`; if the components really are where they should not be, plan with `--repair`.",
  ),
  PLAN_TARGET: entry(
    "The versions that the manifest asks for, together, are not a working system according to its constraint tables.",
    "List the combination under `end_states`, or ask for other versions.",
  ),
  PLAN_PATH: entry(
    "A component type's `moves` and stepping stones lead nowhere near the version that the manifest asks for.",
    "Allow the update under `moves` of the component type, or add a stepping stone.",
  ),
  PLAN_MIXED_VERSIONS: entry(
    "Components of a type must never run different versions (`mixed_versions: forbidden`), and there are several of them that are to be updated, or that run different versions already. They would all have to change at one moment, which no update interface can do.",
    "Leave out `mixed_versions: forbidden` and say in `constraints` which versions of other types go with both versions; or let the type have one component.",
  ),
  PLAN_ORDER: entry(
    "Updating in the order that the manifest gives could show a combination that is not acceptable; another order is safe.",
    "Use the values that the message proposes, or let the planner decide with `planning: { ordering: auto }`.",
  ),
  PLAN_BLOCKED: entry(
    "Two component types cannot be updated one after the other, nor together: each way shows a refused combination.",
    "Accept one of the two combinations, or add a version that works with both sides as a stepping stone.",
  ),
  PLAN_CYCLE: entry(
    "Several component types wait for each other in a circle: each must be updated before the next one.",
    "Accept one of the combinations that the message lists, or add a stepping stone for one of the types.",
  ),
  PLAN_CONFLICT: entry(
    "It is proven that no sequence of updates avoids every combination that is not acceptable.",
    "Change one of the rows that the message lists; none of them can be left out of the conflict.",
  ),
  PLAN_NO_RETURN: entry(
    "A plan updates something that cannot be rolled back: a failure after that can only be mended forwards. This is a warning.",
    "Set `planning: { point_of_no_return: refuse }` or `last_batch` if such a plan should not be carried out.",
  ),
  PLAN_NO_RETURN_REFUSED: entry(
    "A plan would pass a point of no return where `planning.point_of_no_return` does not let it.",
    "Accept it for one run with `--accept-no-return`, or change `planning.point_of_no_return` in the manifest.",
  ),
  PLAN_NOT_OPTIMAL: entry(
    "A plan is safe, but there was not enough time to prove that no shorter one exists. This is a warning.",
    "Use it, or give the planner more time.",
  ),
  PLAN_UNDECIDED: entry(
    "There was not enough time to find a plan, nor to prove that there is none.",
    "Give the planner more time, or split large tables into smaller ones.",
  ),
  PLAN_UNPROVEN: entry(
    "The planner made a plan that does not pass its own check, which is a mistake in this program. The plan was thrown away.",
    "Report it together with the manifest; other values of `planning.ordering` or `objective` may lead around it.",
  ),
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** The plan is refused before anything is touched. */
function entry(meaning: string, remedy: string): CatalogueEntry {
  return { meaning, remedy, exitCode: EXIT.refused };
}
