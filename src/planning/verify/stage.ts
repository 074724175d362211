// Where the groups are while a sequence is followed, and with that, which versions of each type are there.

import type { PlanningGroup } from "../problem.js";
import type { RawMove } from "../search-result.js";
import type { Box } from "./box.js";

export interface Stage {
  /** The versions that are there; the same box all along, kept up to date. */
  readonly present: Box;
  readonly versionOf: (group: number) => string | undefined;
  /** Lets both sides of the moves be there, as while a batch runs. */
  readonly begin: (moves: readonly RawMove[]) => void;
  /** Lets only the new side be there. */
  readonly finish: (moves: readonly RawMove[]) => void;
}

export function createStage(groups: readonly PlanningGroup[]): Stage {
  const versions = groups.map(({ current }) => current);
  const members = new Map<string, number[]>();
  for (const [index, { type }] of groups.entries()) members.set(type, [...(members.get(type) ?? []), index]);
  const present = new Map<string, Set<string>>();
  const settle = (type: string) => present.set(type, new Set(members.get(type)?.map((index) => versions[index] ?? "")));
  for (const type of members.keys()) settle(type);
  return {
    present,
    versionOf: (group) => versions[group],
    begin: (moves) => {
      for (const { group, to } of moves) present.get(groups[group]?.type ?? "")?.add(to);
    },
    finish: (moves) => {
      for (const { group, to } of moves) versions[group] = to;
      for (const type of typesOf(moves, groups)) settle(type);
    },
  };
}

/** The types of the moves' groups, each once. */
export function typesOf(moves: readonly RawMove[], groups: readonly PlanningGroup[]): ReadonlySet<string> {
  return new Set(moves.map(({ group }) => groups[group]?.type ?? ""));
}
