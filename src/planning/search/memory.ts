// What one search leaves for the next: problems that differ in nothing but their constraints have the same groups with the same
// ways, and most of their rules. An explanation asks of very many such problems. Nothing of it outlives whoever holds it.

import type { PlanningProblem } from "../problem.js";
import type { Clock } from "./clock.js";
import { type Compiled, compileWith, type KnownRules } from "./compile.js";
import { normalise, offlineIn, type Task } from "./task.js";

export class Memory {
  #problem: PlanningProblem | undefined;
  #task: Task | undefined;
  #rules: KnownRules = new Map();

  /** Undefined where a group cannot get to its target at all. */
  taskOf(problem: PlanningProblem): Task | undefined {
    if (this.#problem !== undefined && isAkin(this.#problem, problem)) return this.#task;
    this.#problem = problem;
    this.#task = normalise(problem);
    this.#rules = new Map();
    return this.#task;
  }

  /** `task`: the one that was given last. */
  compiled(problem: PlanningProblem, task: Task, clock: Clock): Compiled {
    return compileWith(problem, { task, clock, known: this.#rules });
  }
}

/** In everything that a task, or what a rule says of it, depends on. */
function isAkin(one: PlanningProblem, other: PlanningProblem): boolean {
  return (
    one.groups === other.groups &&
    one.types === other.types &&
    one.ordering === other.ordering &&
    one.pointOfNoReturn === other.pointOfNoReturn &&
    one.isRepair === other.isRepair &&
    isSame(offlineIn(one.constraints), offlineIn(other.constraints))
  );
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((type) => other.has(type));
}
