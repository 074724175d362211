// What a plan is asked for with, and what is answered: of a system that is there, or of one that is only described.

import type { Diagnostic } from "../base/index.js";
import type { Objective, Ordering, Plan } from "../model/index.js";
import type { PlanningAnswer, PlanningProblem } from "../planning/index.js";

export interface PlanOptions {
  /** Of a manifest, a folder with one, or a bundle; `-` for a bundle from standard input. */
  readonly manifestPath: string;
  readonly stdin?: NodeJS.ReadableStream;
  /** An inventory that takes the place of the system: nothing is asked, and no artifact need be there. */
  readonly inventoryPath?: string;
  readonly objective?: Objective;
  readonly ordering?: Ordering;
  readonly isRepair?: boolean;
  readonly timeoutSeconds?: number;
  /** Ends the questions. */
  readonly signal?: AbortSignal;
}

export interface PlanAnswer {
  readonly manifestName: string;
  /** Of the documents, and of a deployment in progress. */
  readonly warnings: readonly Diagnostic[];
  /** Undefined where the manifest is carried out by its order alone. */
  readonly problem: PlanningProblem | undefined;
  /** By order alone: a sequence made of the order groups. */
  readonly answer: PlanningAnswer;
  /** What would be carried out, one plan per leg; empty for an inventory and for a refusal. */
  readonly legs: readonly Plan[];
}
