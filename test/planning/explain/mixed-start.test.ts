// After a failure the system is a mixed start like any other: the same function tells whether it can go on, and whether back.

import { describe, expect, test } from "vitest";
import { type PlanningProblem, planUpdates } from "../../../src/planning/index.js";
import { PLENTY, problemOf, type TableInput } from "./problems.js";

const NAMES = Array.from({ length: 30 }, (_, index) => `type${String(index).padStart(2, "0")}`);

/** Each type only runs its new version beside new ones of the next two. */
const TABLES: readonly TableInput[] = NAMES.flatMap((name, index) =>
  NAMES.slice(index + 1, index + 3).map((needed) => ({
    name: `${name}-${needed}`,
    end: [{ [name]: "1", [needed]: "1" }, { [needed]: "2" }],
  })),
);

/** Of every type three components; those from `begun` on have updated, of `begun` itself only two. */
function stoppedAt(begun: number): PlanningProblem {
  return problemOf({
    system: Object.fromEntries(
      NAMES.map((name, index) => {
        if (index < begun) return [name, { from: "1", to: "2", count: 3 }];
        if (index > begun) return [name, { from: "2", to: "2", count: 3 }];
        return [name, { from: "1", to: "2", also: [{ from: "2", count: 2 }] }];
      }),
    ),
    tables: TABLES,
  });
}

function backwards(problem: PlanningProblem): PlanningProblem {
  return { ...problem, groups: problem.groups.map((group) => ({ ...group, target: "1.0.0" })) };
}

describe("from wherever a failure left the system", () => {
  test.each([1, 15, 28])("forward and back, stopped at type %i of 30", (begun) => {
    const problem = stoppedAt(begun);
    const forward = planUpdates(problem, PLENTY);
    expect(forward).toMatchObject({ isFeasible: true, sequence: { updates: 3 * begun + 1, isOptimal: true } });
    const back = planUpdates(backwards(problem), PLENTY);
    expect(back).toMatchObject({ isFeasible: true, sequence: { updates: 3 * (29 - begun) + 2, isOptimal: true } });
    if (!forward.isFeasible || !back.isFeasible) return;
    expect(forward.sequence.batches).toHaveLength(begun + 1);
    expect(back.sequence.batches).toHaveLength(30 - begun);
  });

  test("only forward, where the way back is refused", () => {
    const problem = stoppedAt(15);
    const types = problem.types.map((type) => ({ ...type, moves: { kind: "listed", pairs: [] } as const }));
    expect(planUpdates({ ...backwards(problem), types }, PLENTY)).toMatchObject({
      isFeasible: false,
      refusal: {
        code: "PLAN_PATH",
        message: "type15 cannot get from 2 to 1: no downgrade allowed (component_types.type15.moves)",
      },
    });
  });
});

describe("a repair", () => {
  const problem = problemOf({
    system: { gateway: { from: "1", to: "2" }, rtos: { from: "2", to: "2", ids: ["R1"] } },
    tables: [
      {
        end: [
          { gateway: "1", rtos: "1" },
          { gateway: "2", rtos: "2" },
        ],
      },
    ],
  });

  test("starts from what no table accepts, and shows nothing else of that kind", () => {
    expect(planUpdates(problem, PLENTY)).toMatchObject({ isFeasible: false, refusal: { code: "PLAN_START" } });
    expect(planUpdates({ ...problem, isRepair: true }, PLENTY)).toMatchObject({
      isFeasible: true,
      sequence: { updates: 1 },
    });
  });
});
