// PLAN_MIXED_VERSIONS: components of one type that must never run different versions, although no interface changes several of
// them at one moment. It is known before anything is searched, and an order makes no difference to it.

import type { SourceLocation } from "../../base/index.js";
import type { PlanMessage } from "../answer.js";
import type { PlanningGroup, PlanningProblem, PlanningType } from "../problem.js";
import { placeText } from "./references.js";
import { counted, moveText, printable, shortened, versionText } from "./words.js";

type Unmixed = PlanningType & { readonly mixedForbiddenAt: SourceLocation };

/** The same problem in which such components stay where they are, and with them nothing is wrong. */
export function withoutMixing(problem: PlanningProblem): PlanningProblem {
  if (!problem.types.some(isUnmixed)) return problem;
  const types = problem.types.map((type) =>
    isUnmixed(type) && isSeveral(groupsOf(problem, type)) ? { ...type, isManaged: false } : type,
  );
  return { ...problem, types };
}

/** Undefined where no such component is to be moved. */
export function mixedRefusal(problem: PlanningProblem): PlanMessage | undefined {
  for (const type of problem.types) {
    if (!isUnmixed(type)) continue;
    const groups = groupsOf(problem, type);
    const isAtRest = groups.length === 1 && groups.every(({ current, target }) => current === target);
    if (isSeveral(groups) && !isAtRest) return mixedMessage(problem, type, groups);
  }
  return undefined;
}

function isUnmixed(type: PlanningType): type is Unmixed {
  return type.mixedForbiddenAt !== undefined;
}

function groupsOf({ groups }: PlanningProblem, { type }: PlanningType): readonly PlanningGroup[] {
  return groups.filter((group) => group.type === type);
}

function isSeveral(groups: readonly PlanningGroup[]): boolean {
  return groups.reduce((sum, { count }) => sum + count, 0) > 1;
}

function mixedMessage(problem: PlanningProblem, type: Unmixed, groups: readonly PlanningGroup[]): PlanMessage {
  const { mixedForbiddenAt: location } = type;
  const isMixed = new Set(groups.map(({ current }) => current)).size > 1;
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const name = printable(type.type);
  return {
    code: "PLAN_MIXED_VERSIONS",
    message:
      `${name} must never run mixed versions${isMixed ? ", and does so already" : ""}: ` +
      `${counted(count, "component")} of it cannot change at one moment`,
    lines: [
      ...shortened(
        groups.map((group) => groupText(problem, group)),
        MOST_GROUPS,
      ),
      `not acceptable: component_types.${name}.mixed_versions: forbidden ${placeText(location)}`,
    ],
    hint: `leave mixed_versions out and say in constraints what goes with both versions of ${name}, or let there be one ${name}`,
    location,
    facts: {
      component_type: type.type,
      groups: groups.map(({ current, target, count: of, ids }) => ({
        ...{ from: versionText(problem, type.type, current), to: versionText(problem, type.type, target), count: of },
        ...(ids.length > 0 && { components: ids }),
      })),
    },
  };
}

const MOST_GROUPS = 6;
const MOST_IDS = 4;

/** `rtos v1 -> v2     2 components (R456, R998)` */
function groupText(problem: PlanningProblem, { type, current, target, count, ids }: PlanningGroup): string {
  const isStaying = current === target;
  const what = isStaying
    ? `${printable(type)} ${versionText(problem, type, current)}`
    : moveText(problem, { type, from: current, to: target });
  const names = shortened(
    ids.map((id) => printable(id)),
    MOST_IDS,
  );
  return `${what}   ${counted(count, "component")}${names.length === 0 ? "" : ` (${names.join(", ")})`}`;
}
