// Where a system rests between two legs: its versions, and whether they are a working system by the tables.

import {
  type Combination,
  type ComponentKey,
  type Constraints,
  type Manifest,
  refusingRule,
} from "../../model/index.js";
import { type PlanningProblem, spell } from "../../planning/index.js";
import { isConstrained, type Position, type Subject } from "../planning/index.js";
import type { Rest } from "./chain-file.js";

/** With more combinations in one table than this, nobody says that it is an end state. */
const MAX_COMBINATIONS = 4096;

interface RestInput {
  readonly manifest: Manifest;
  readonly problem: PlanningProblem;
  readonly subjects: readonly Subject[];
}

export function restAfter(
  positions: ReadonlyMap<ComponentKey, Position>,
  { manifest: { constraints }, problem, subjects }: RestInput,
): Rest {
  const present = new Map<string, Set<string>>();
  for (const { key, component } of subjects) {
    const version = positions.get(key)?.version;
    if (version === undefined || !isConstrained(constraints, component.type)) continue;
    const versions = present.get(component.type) ?? new Set<string>();
    present.set(component.type, versions.add(version));
  }
  return {
    isEndState: isEndState(constraints, present),
    versions: [...present].map(([type, versions]) => ({
      type,
      versions: [...versions].sort().map((version) => spell(problem, type, version)),
    })),
  };
}

/** Whether every combination of the versions that are there is acceptable as an end state. */
export function isEndState(constraints: Constraints, present: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const rules = [
    ...constraints.tables.map((table) => ({ types: table.columns, rule: { tables: [table], requirements: [] } })),
    ...constraints.requirements.map((requirement) => ({
      types: [requirement.type, requirement.needs.type],
      rule: { tables: [], requirements: [requirement] },
    })),
  ];
  return rules.every(({ types, rule }) => {
    const columns = types.flatMap((type) => {
      const versions = present.get(type);
      return versions === undefined ? [] : [{ type, versions: [...versions] }];
    });
    const size = columns.reduce((product, { versions }) => product * versions.length, 1);
    if (size > MAX_COMBINATIONS) return false;
    return combinationsOf(columns).every((combination) => refusingRule(rule, combination, "end") === undefined);
  });
}

function combinationsOf(
  columns: readonly { readonly type: string; readonly versions: readonly string[] }[],
): readonly Combination[] {
  return columns.reduce<readonly Combination[]>(
    (all, { type, versions }) =>
      all.flatMap((combination) => versions.map((version) => new Map([...combination, [type, version]]))),
    [new Map()],
  );
}
