// Every hand-made case, asked of the whole pipeline: the same figures, or the refusal with the code that fits.

import { describe, expect, test } from "vitest";
import { processorMilliseconds } from "../../../bench/planning/samples.js";
import { semverScheme } from "../../../src/model/index.js";
import { planUpdates } from "../../../src/planning/index.js";
import { identified, loadCases } from "./load-cases.js";
import { poseProblem } from "./pose.js";

const BUDGET = { milliseconds: 20_000, now: processorMilliseconds };

describe("hand-made cases", () => {
  test.each(loadCases())("answer: $name", (system) => {
    const { expect: expected } = system;
    const answer = planUpdates(poseProblem(system), BUDGET);
    if (!answer.isFeasible) {
      const codes = "error" in expected ? expected.error : "a plan";
      expect(typeof codes === "string" ? [codes] : codes).toContain(answer.refusal.code);
      return;
    }
    if ("error" in expected) expect(answer.sequence.batches).toBe(expected.error);
    else {
      const { batches, updates, pointOfNoReturn } = answer.sequence;
      const told = batches.map(({ moves }) =>
        moves.map(({ type, to }) => `${type} ${semverScheme.canonical(to) ?? to}`).sort(),
      );
      const { batches: wanted, no_return = null } = expected;
      expect({ batches: typeof wanted === "number" ? told.length : told, updates, pointOfNoReturn }).toEqual({
        batches: typeof wanted === "number" ? wanted : identified(wanted),
        updates: expected.updates,
        pointOfNoReturn: no_return,
      });
      expect(answer.warnings.map(({ code }) => code)).toEqual(no_return === null ? [] : ["PLAN_NO_RETURN"]);
    }
  });
});
