// A box: the versions that components of each type may have at one time. Every combination that takes one version for each
// type can occur, and none else (the box lemma, docs/planner.md).

import type { VersionedType } from "../../model/index.js";

/** By component type, each version once; a type without components is missing. */
export type Box = ReadonlyMap<string, readonly string[]>;

/** One version for some types, in the order of the types. */
export type Choice = readonly VersionedType[];

const NONE: readonly string[] = [];

export function versionsIn(box: Box, type: string): readonly string[] {
  return box.get(type) ?? NONE;
}

/**
 * The combinations of these types that are in `box` and not in `known`, as boxes that do not overlap: the first type that
 * takes a version unknown to it decides in which of them a combination is.
 */
export function boxesOutside(box: Box, known: Box, types: readonly string[]): readonly Box[] {
  const boxes: Box[] = [];
  const narrowed = new Map(box);
  for (const type of types) {
    const before = versionsIn(known, type);
    const added = versionsIn(box, type).filter((version) => !before.includes(version));
    const kept = versionsIn(box, type).filter((version) => before.includes(version));
    if (added.length > 0) boxes.push(new Map(narrowed).set(type, added));
    if (kept.length === 0) break;
    narrowed.set(type, kept);
  }
  return boxes;
}
