// Tables and requirements → refused combinations of facts ("this type shows this version"), the shortest ones only, each once,
// whichever rule it comes from. What a single rule says is compile-rule.ts.

import type { ConstraintTable, Requirement } from "../../model/index.js";
import type { PlanningProblem } from "../problem.js";
import type { Clock } from "./clock.js";
import { type CompiledRule, compileRequirement, compileTable, type Refused, type WideTable } from "./compile-rule.js";
import { PairTables } from "./pair-table.js";
import type { Task } from "./task.js";

export type { Refused, WideTable } from "./compile-rule.js";

export interface Compiled {
  /** May never be visible. Empty `facts`: always visible. */
  readonly refused: readonly Refused[];
  /** Repair only: not acceptable, but there at the start; may be visible only while it still is there. */
  readonly tolerated: readonly Refused[];
  readonly wide: readonly WideTable[];
  readonly isStartAcceptable: boolean;
  readonly isTargetAcceptable: boolean;
}

/** Rules that were compiled before, for the same task. */
export type KnownRules = Map<ConstraintTable | Requirement, CompiledRule | undefined>;

export interface Compiling {
  readonly task: Task;
  readonly clock: Clock;
  readonly known: KnownRules;
}

export function compile(problem: PlanningProblem, task: Task, clock: Clock): Compiled {
  return compileWith(problem, { task, clock, known: new Map() });
}

export function compileWith({ constraints, isRepair }: PlanningProblem, { task, clock, known }: Compiling): Compiled {
  const place = { task, clock, isRepair };
  const pairs = new PairTables(task);
  const all = new Together(task, clock);
  for (const table of constraints.tables) {
    clock.tick();
    all.add(remembered(known, table, () => compileTable(table, pairs, place)));
  }
  for (const each of constraints.requirements) all.add(remembered(known, each, () => compileRequirement(each, place)));
  return all;
}

function remembered(
  known: KnownRules,
  source: ConstraintTable | Requirement,
  compiled: () => CompiledRule | undefined,
): CompiledRule | undefined {
  const before = known.get(source);
  if (before !== undefined || known.has(source)) return before;
  const rule = compiled();
  known.set(source, rule);
  return rule;
}

class Together implements Compiled {
  readonly refused: Refused[] = [];
  readonly tolerated: Refused[] = [];
  readonly wide: WideTable[] = [];
  isStartAcceptable = true;
  isTargetAcceptable = true;
  readonly #clock: Clock;
  readonly #facts: number;
  readonly #seen = new Set<number | string>();

  constructor({ isInitial }: Task, clock: Clock) {
    this.#clock = clock;
    this.#facts = isInitial.length;
  }

  add(rule: CompiledRule | undefined): void {
    if (rule === undefined) return;
    if (!rule.isStartAcceptable) this.isStartAcceptable = false;
    if (!rule.isTargetAcceptable) this.isTargetAcceptable = false;
    // A rule that is known from before was read by another clock.
    if (rule.wide !== undefined) this.wide.push({ sets: { ...rule.wide.sets, clock: this.#clock } });
    for (const each of rule.tolerated) this.tolerated.push(each);
    for (const each of rule.refused) this.#refuse(each);
  }

  #refuse(refused: Refused): void {
    const { facts } = refused;
    const key = facts.length === 2 ? (facts[0] ?? 0) * this.#facts + (facts[1] ?? 0) : facts.join();
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.refused.push(refused);
  }
}
