// The example of the documentation: the gateway may run ahead of the boards behind it, not the other way round.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { endRow, exactly, NEW, OLD, problemOf, refusingRow, transitionRow, updated } from "./build.js";

/** `nodes` boards behind one gateway. */
export function documented(nodes: number): PlanningProblem {
  const [old, fresh] = [exactly(OLD), exactly(NEW)];
  return problemOf({
    types: [updated("gateway"), updated("rtos", nodes)],
    tables: [
      {
        columns: ["gateway", "rtos"],
        rows: [
          endRow({ gateway: old, rtos: old }),
          endRow({ gateway: fresh, rtos: fresh }),
          transitionRow({ gateway: fresh, rtos: old }),
          refusingRow({ gateway: old, rtos: fresh }),
        ],
      },
    ],
  });
}
