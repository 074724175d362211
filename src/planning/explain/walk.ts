// A sequence followed batch by batch: where every group is before each of them, and what may be seen while it runs.

import type { PlanningProblem } from "../problem.js";
import type { RawBatch, RawMove } from "../search-result.js";
import { type VersionsOf, versionsByType } from "./outlook.js";

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

/** The versions of each type that may be seen while these moves are made; those from before come first. */
export function versionsDuring(problem: PlanningProblem, versions: readonly string[], moves: RawBatch): VersionsOf {
  const before = versionsByType(problem, versions);
  const added = new Map<string, string[]>();
  for (const { group, to } of moves) {
    const type = typeOfMove(problem, group);
    const known = added.get(type) ?? [...(before.get(type) ?? [])];
    if (!known.includes(to)) known.push(to);
    added.set(type, known);
  }
  return (type) => added.get(type) ?? before.get(type) ?? [];
}

export function typeOfMove({ groups }: PlanningProblem, group: number): string {
  return groups[group]?.type ?? "";
}

/** A move with its type, for messages. */
export function named(problem: PlanningProblem, move: RawMove): RawMove & { readonly type: string } {
  return { ...move, type: typeOfMove(problem, move.group) };
}
