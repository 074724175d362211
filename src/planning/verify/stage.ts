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
  for (const [index, { type }] of groups.entries()) {
    const others = members.get(type);
    if (others === undefined) members.set(type, [index]);
    else others.push(index);
  }
  const present = new Map<string, readonly string[]>();
  const settle = (type: string) => {
    const held = members.get(type)?.map((index) => versions[index] ?? "") ?? [];
    present.set(type, held.length < 2 ? held : [...new Set(held)]);
  };
  for (const type of members.keys()) settle(type);
  return {
    present,
    versionOf: (group) => versions[group],
    begin: (moves) => {
      for (const { group, to } of moves) {
        const type = groups[group]?.type ?? "";
        const held = present.get(type) ?? [];
        if (!held.includes(to)) present.set(type, [...held, to]);
      }
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
