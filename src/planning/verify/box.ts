// A box: the versions that components of each type may have at one time. Every combination that takes one version for each
// type can occur, and none else (the box lemma, docs/planner.md).

import type { VersionedType } from "../../model/index.js";

/** By component type; a type without components is missing. No set is empty. */
export type Box = ReadonlyMap<string, ReadonlySet<string>>;

/** One version for some types, in the order of the types. */
export type Choice = readonly VersionedType[];

/** Versions of a type that is known to be in the box. */
export function versionsIn(box: Box, type: string): readonly string[] {
  return [...(box.get(type) ?? [])];
}

/**
 * The combinations of these types that are in `box` and not in `known`, as boxes that do not overlap: the first type that
 * takes a version unknown to it decides in which of them a combination is.
 */
export function boxesOutside(box: Box, known: Box, types: readonly string[]): readonly Box[] {
  const boxes: Box[] = [];
  const narrowed = new Map(box);
  for (const type of types) {
    const before = known.get(type) ?? new Set();
    const added = versionsIn(box, type).filter((version) => !before.has(version));
    const kept = versionsIn(box, type).filter((version) => before.has(version));
    if (added.length > 0) boxes.push(new Map(narrowed).set(type, new Set(added)));
    if (kept.length === 0) break;
    narrowed.set(type, new Set(kept));
  }
  return boxes;
}
