// A sequence followed batch by batch: where every group is before each of them, and what may be seen while it runs.

import { OFFLINE } from "../../model/index.js";
import type { PlanningProblem } from "../problem.js";
import type { RawBatch, RawMove } from "../search-result.js";
import type { Outlook, VersionsOf } from "./outlook.js";

/** Versions by group before each batch, and after the last one. */
export function versionsAlong(
  { groups }: PlanningProblem,
  batches: readonly RawBatch[],
): readonly (readonly string[])[] {
  const along = [groups.map(({ current }) => current)];
  for (const batch of batches) along.push(after(along.at(-1) ?? [], batch));
  return along;
}

function after(versions: readonly string[], batch: RawBatch): string[] {
  const next = [...versions];
  for (const { group, to } of batch) next[group] = to;
  return next;
}

/** The versions of each type that may be seen while these moves are made; those from before come first, `offline` last. */
export function versionsDuring(
  { problem, groupsOf, offline }: Outlook,
  versions: readonly string[],
  moves: RawBatch,
): VersionsOf {
  const added = movesByType(problem, moves);
  const known = new Map<string, readonly string[]>();
  return (type) => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const found = new Set((groupsOf.get(type) ?? []).map((group) => versions[group] ?? ""));
    for (const { to } of added.get(type) ?? []) found.add(to);
    if (added.has(type) && offline.has(type)) found.add(OFFLINE);
    const all = [...found];
    known.set(type, all);
    return all;
  };
}

export function movesByType(problem: PlanningProblem, moves: RawBatch): ReadonlyMap<string, readonly RawMove[]> {
  const found = new Map<string, RawMove[]>();
  for (const move of moves) {
    const type = typeOfMove(problem, move.group);
    const others = found.get(type);
    if (others === undefined) found.set(type, [move]);
    else others.push(move);
  }
  return found;
}

export function typeOfMove({ groups }: PlanningProblem, group: number): string {
  return groups[group]?.type ?? "";
}

/** A move with its type, for messages. */
export function named(problem: PlanningProblem, move: RawMove): RawMove & { readonly type: string } {
  return { ...move, type: typeOfMove(problem, move.group) };
}
