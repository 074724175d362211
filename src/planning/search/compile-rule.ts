// One table or requirement → the combinations of facts that it refuses, and whether both ends are acceptable to it. A table
// whose product is too large stays a row set, and is asked box by box.

import type { ConstraintTable, Requirement } from "../../model/index.js";
import { type Box, hasRefused } from "./box.js";
import type { Clock } from "./clock.js";
import { Marks } from "./marks.js";
import type { PairJudgement, PairTables } from "./pair-table.js";
import { type Marked, shortestRefused, takeInitial } from "./refused-entries.js";
import { type RowSets, requirementSets, tableSets } from "./row-sets.js";
import type { Task } from "./task.js";

export interface Refused {
  /** Ascending. */
  readonly facts: readonly number[];
}

export interface WideTable {
  readonly sets: RowSets;
}

export interface CompiledRule {
  readonly refused: readonly Refused[];
  readonly tolerated: readonly Refused[];
  readonly wide: WideTable | undefined;
  readonly isStartAcceptable: boolean;
  readonly isTargetAcceptable: boolean;
}

/** What a rule is compiled for. */
export interface RulePlace {
  readonly task: Task;
  readonly clock: Clock;
  readonly isRepair: boolean;
}

/** Entries of the product of a table's columns, "any" included. */
const MAX_PRODUCT = 20_000;

/** Undefined for a table that says nothing of this system. */
export function compileTable(table: ConstraintTable, pairs: PairTables, place: RulePlace): CompiledRule | undefined {
  const judgement = pairs.judge(table);
  if (judgement !== undefined) return pairRule(judgement, place);
  const sets = tableSets(table, place.task, place.clock);
  return sets && setsRule(sets, place);
}

export function compileRequirement(requirement: Requirement, place: RulePlace): CompiledRule | undefined {
  const sets = requirementSets(requirement, place.task, place.clock);
  return sets && setsRule(sets, place);
}

function pairRule(judgement: PairJudgement, place: RulePlace): CompiledRule {
  const { columns, radices, isRefused } = judgement;
  const marked = { columns, radices, isRefused, product: radices[0] * radices[1] };
  const ends = { isStartAcceptable: !judgement.isStartRefused, isTargetAcceptable: !judgement.isTargetRefused };
  return { ...ends, ...(judgement.hasRefused ? entriesOf(marked, place) : NOTHING), wide: undefined };
}

function setsRule(sets: RowSets, place: RulePlace): CompiledRule {
  const { task } = place;
  const ends = {
    isStartAcceptable: !hasRefused(sets, boxAt(sets, task, "start"), "transition"),
    isTargetAcceptable: !hasRefused(sets, boxAt(sets, task, "goal"), "end"),
  };
  const radices = sets.sets.map(({ length }) => length / sets.words + 1);
  const product = radices.reduce((all, radix) => all * radix, 1);
  if (product > MAX_PRODUCT) return { ...ends, ...NOTHING, wide: { sets } };
  const isRefused = new Uint8Array(product);
  const marks = new Marks(sets, radices, isRefused);
  marks.markAll();
  const marked = { columns: sets.columns, radices, isRefused, product };
  return { ...ends, ...(marks.hasAny ? entriesOf(marked, place) : NOTHING), wide: undefined };
}

type Entries = Pick<CompiledRule, "refused" | "tolerated">;

const NOTHING: Entries = { refused: [], tolerated: [] };

function entriesOf(marked: Marked, { task, isRepair }: RulePlace): Entries {
  const tolerated = isRepair ? takeInitial(marked, task) : [];
  return { tolerated, refused: shortestRefused(marked, task) };
}

/** The values that are there at the start, or at the end. */
function boxAt({ columns }: RowSets, task: Task, side: "start" | "goal"): Box {
  return columns.map((column) => {
    const { groups = [], firstFact = 0 } = task.columns[column] ?? {};
    const values = groups.map((at) => {
      const group = task.groups[at];
      return (group?.facts[side === "start" ? 0 : group.goal] ?? 0) - firstFact;
    });
    return values.length === 1 ? values : [...new Set(values)];
  });
}
