// Things of given heights in a column, each as near as possible to the place it wants, in the order given: the least sum of
// squared distances, by pooling neighbours that would overlap.

interface Pool {
  sum: number;
  size: number;
}

/** @returns the middle of each */
export function spread(wishes: readonly number[], heights: readonly number[]): readonly number[] {
  const offsets = offsetsOf(heights);
  const pools: Pool[] = [];
  for (const [index, wish] of wishes.entries()) {
    pools.push({ sum: wish - (offsets[index] ?? 0), size: 1 });
    mergeLast(pools);
  }
  const places = pools.flatMap(({ sum, size }) => Array.from({ length: size }, () => sum / size));
  return places.map((place, index) => place + (offsets[index] ?? 0));
}

/** How far below the first each would be if all of them touched. */
function offsetsOf(heights: readonly number[]): readonly number[] {
  const offsets: number[] = [];
  for (const [index, height] of heights.entries()) {
    const above = heights[index - 1];
    offsets.push(above === undefined ? 0 : (offsets[index - 1] ?? 0) + (above + height) / 2);
  }
  return offsets;
}

function mergeLast(pools: Pool[]): void {
  for (;;) {
    const last = pools.at(-1);
    const before = pools.at(-2);
    if (last === undefined || before === undefined || before.sum / before.size <= last.sum / last.size) return;
    pools.pop();
    before.sum += last.sum;
    before.size += last.size;
  }
}
