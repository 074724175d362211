// A refusal of the planner, thrown where a command cannot go on without a plan. Nothing was touched; exit code 6.

import { OrchestratorError } from "../../base/index.js";
import type { PlanMessage } from "../../planning/index.js";

export class PlanRefused extends OrchestratorError {
  override readonly name = "PlanRefused";
  /** The body of the message, line by line, without indentation. */
  readonly lines: readonly string[];

  constructor({ code, message, hint, location, facts, lines }: PlanMessage) {
    super({
      ...{ code, message, facts: { ...facts, lines } },
      ...(hint === undefined ? {} : { hint }),
      ...(location === undefined ? {} : { location }),
    });
    this.lines = lines;
  }
}
