// Types whose components must never run different versions: what is refused before anything is searched, and what is not.

import { describe, expect, test } from "vitest";
import { planUpdates } from "../../../src/planning/index.js";
import { PLENTY, type ProblemInput, problemOf, type TypeInput } from "./problems.js";

const PLACE = { file: "/etc/site/constraints.yaml", line: 7 };

/** The rtos are those that must not be mixed. */
function answerTo(
  rtos: TypeInput,
  more: Omit<ProblemInput, "system"> & { readonly system?: ProblemInput["system"] } = {},
) {
  const problem = problemOf({ ...more, system: { ...more.system, rtos } });
  const types = problem.types.map((type) => (type.type === "rtos" ? { ...type, mixedForbiddenAt: PLACE } : type));
  return planUpdates({ ...problem, types }, PLENTY);
}

describe("refused", () => {
  test("several are to be updated", () => {
    const answer = answerTo({ from: "v1", to: "v2", count: 2, ids: ["R456", "R998"] });
    expect(answer).toMatchObject({
      isFeasible: false,
      warnings: [],
      refusal: {
        code: "PLAN_MIXED_VERSIONS",
        message: "rtos must never run mixed versions: 2 components of it cannot change at one moment",
        lines: [
          "rtos v1 -> v2   2 components (R456, R998)",
          "not acceptable: component_types.rtos.mixed_versions: forbidden (constraints.yaml:7)",
        ],
        location: PLACE,
        facts: { component_type: "rtos", groups: [{ from: "v1", to: "v2", count: 2, components: ["R456", "R998"] }] },
      },
    });
  });

  test.each([
    ["one of them is new already", { from: "v1", to: "v2", also: [{ from: "v2" }] }],
    ["both stay where they are", { from: "v1", to: "v1", also: [{ from: "v2", to: "v2" }] }],
  ])("versions are mixed already, and %s", (_, rtos) => {
    const answer = answerTo(rtos);
    expect(answer).toMatchObject({ isFeasible: false, refusal: { code: "PLAN_MIXED_VERSIONS" } });
    if (!answer.isFeasible) expect(answer.refusal.message).toContain("and does so already: 2 components");
  });

  test("they have targets of their own", () => {
    expect(answerTo({ from: "v1", to: "v1", also: [{ from: "v1", to: "v2" }] })).toMatchObject({ isFeasible: false });
  });

  test("whatever the order, and for a repair as well", () => {
    const rtos = { from: "v1", to: "v2", count: 3, order: 10 };
    for (const choice of [{ ordering: "verify" }, { ordering: "hint" }, { isRepair: true }] as const) {
      expect(answerTo(rtos, choice)).toMatchObject({ refusal: { code: "PLAN_MIXED_VERSIONS" } });
    }
  });
});

describe("not refused", () => {
  test("one component", () => {
    expect(answerTo({ from: "v1", to: "v2" })).toMatchObject({ isFeasible: true, sequence: { updates: 1 } });
  });

  test("several that stay, while others are updated", () => {
    const system = { gateway: { from: "v1", to: "v2" } };
    const answer = answerTo({ from: "v1", to: "v1", count: 5 }, { system });
    expect(answer).toMatchObject({ isFeasible: true, sequence: { updates: 1 } });
  });

  test("several that would have to step aside for others stay where they are, so there is no plan", () => {
    // Beside rtos v1 there may be no gateway v1.5, and no other way leads to v2: the rtos go to v3 and back, where they may.
    const gateway = { from: "v1", to: "v2", stones: [{ version: "v1.5", isMandatory: true }] };
    const rtos = { from: "v1", to: "v1", stones: ["v3"], moves: { kind: "any" } as const };
    const refused = { cells: { gateway: "v1.5", rtos: "v1" }, acceptable: false };
    const rest = { system: { gateway }, tables: [{ isOpen: true, transition: [refused] }] };
    expect(answerTo(rtos, rest)).toMatchObject({ isFeasible: true, sequence: { updates: 4 } });
    expect(answerTo({ ...rtos, count: 2 }, rest)).toMatchObject({ isFeasible: false });
  });
});
