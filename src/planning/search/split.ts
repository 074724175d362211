// Groups that share no refused combination do not know of each other: the task falls into parts that run side by side.

import type { Compiled } from "./compile.js";
import { compareUrgency, type Part } from "./part.js";
import { isFixed, type Task } from "./task.js";

/** `isWhole`: one part, because something else ties all groups together. */
export function split(task: Task, compiled: Compiled, isWhole: boolean): readonly Part[] {
  const columnOfFact = factColumns(task);
  const roots = task.columns.map((_, at) => at);
  const root = (column: number): number => {
    let at = column;
    for (let above = roots[at] ?? at; above !== at; above = roots[at] ?? at) {
      roots[at] = roots[above] ?? above;
      at = above;
    }
    return at;
  };
  const isTied = task.columns.map(() => isWhole);
  const unite = (columns: readonly number[]) => {
    const [first = 0] = columns;
    for (const column of columns) {
      roots[root(column)] = root(first);
      isTied[column] = true;
    }
  };
  const moving = task.columns.map(({ groups }) => groups.some((at) => !isFixed(groupAt(task, at))));
  const ofFacts = (facts: readonly number[]) => facts.map((fact) => columnOfFact[fact] ?? 0).filter((at) => moving[at]);
  for (const { facts } of compiled.refused) unite(ofFacts(facts));
  for (const { facts } of compiled.tolerated) unite(ofFacts(facts));
  for (const { sets } of compiled.wide) unite(sets.columns.filter((at) => moving[at]));
  if (isWhole) unite(task.columns.map((_, at) => at));
  return collect(task, compiled, { columnOfFact, root, isTied });
}

interface Split {
  readonly columnOfFact: readonly number[];
  readonly root: (column: number) => number;
  /** By column: whether anything speaks of it. Groups of the others do not even know of each other. */
  readonly isTied: readonly boolean[];
}

interface Growing {
  groups: Part["groups"][number][];
  refused: Part["refused"][number][];
  tolerated: Part["tolerated"][number][];
  wide: Part["wide"][number][];
}

function collect(task: Task, compiled: Compiled, { columnOfFact, root, isTied }: Split): readonly Part[] {
  const parts = new Map<number, Growing>();
  for (const group of task.groups) {
    if (isFixed(group)) continue;
    const key = isTied[group.column] === true ? root(group.column) : -1 - group.index;
    const part = parts.get(key) ?? { groups: [], refused: [], tolerated: [], wide: [] };
    parts.set(key, part);
    part.groups.push(group);
  }
  const partOf = (facts: readonly number[]) => {
    for (const fact of facts) {
      const part = parts.get(root(columnOfFact[fact] ?? 0));
      if (part !== undefined) return part;
    }
    return undefined;
  };
  for (const each of compiled.refused) partOf(each.facts)?.refused.push(each);
  for (const each of compiled.tolerated) partOf(each.facts)?.tolerated.push(each);
  for (const each of compiled.wide) {
    partOf(each.sets.columns.map((column) => task.columns[column]?.firstFact ?? 0))?.wide.push(each);
  }
  const { isPermanent, isInitial } = task;
  const firstFacts = task.columns.map(({ firstFact }) => firstFact);
  return [...parts.values()].map((part) => ({
    ...part,
    groups: part.groups.sort(compareUrgency),
    isPermanent,
    isInitial,
    columnOfFact,
    firstFacts,
  }));
}

function groupAt(task: Task, at: number) {
  const group = task.groups[at];
  if (group === undefined) throw new RangeError(`no group ${at}`);
  return group;
}

function factColumns(task: Task): number[] {
  return task.columns.flatMap(({ values }, column) => values.map(() => column));
}
