// Chance from a seed: the same seed makes the same instance on every machine. Not for anything that must be secret.

export interface Chance {
  /** 0 ≤ x < 1. */
  readonly real: () => number;
  /** 0 ≤ n < limit. */
  readonly below: (limit: number) => number;
  readonly happens: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly shuffled: <T>(items: readonly T[]) => readonly T[];
  /** `count` different items, in random order. */
  readonly sample: <T>(items: readonly T[], count: number) => readonly T[];
}

export function chanceOf(seed: number): Chance {
  const real = mulberry32(Math.imul(seed + 1, 0x9e3779b1));
  const below = (limit: number) => Math.floor(real() * limit);
  const shuffled = <T>(items: readonly T[]) => shuffle([...items], below);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  };
  const happens = (probability: number) => real() < probability;
  const sample = <T>(items: readonly T[], count: number) =>
    count * 4 > items.length ? shuffled(items).slice(0, count) : sampleFew(() => pick(items), count);
  return { real, below, happens, pick, shuffled, sample };
}

function sampleFew<T>(draw: () => T, count: number): readonly T[] {
  const drawn = new Set<T>();
  while (drawn.size < count) drawn.add(draw());
  return [...drawn];
}

function shuffle<T>(items: T[], below: (limit: number) => number): readonly T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
  return items;
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
