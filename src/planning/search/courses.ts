// Which of two equally good plans is taken: that in which the most urgent group has its last move earlier, then the one before
// it, and so on; where that is the same, the next group decides. Urgent is a lower order, then an earlier place in the manifest.

/** Of a group, last move first: the batch, and the node that it leads to; flat. Empty where it does not move. */
export type Course = readonly number[];

/** By group, most urgent first. Negative: `one` is to be preferred. */
export function compareCourses(one: readonly Course[], other: readonly Course[]): number {
  for (const [at, course] of one.entries()) {
    const compared = compare(course, other[at] ?? []);
    if (compared !== 0) return compared;
  }
  return 0;
}

/** Who has no more moves is earlier than anybody who has. */
function compare(one: Course, other: Course): number {
  for (const [at, item] of one.entries()) {
    const difference = item - (other[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
