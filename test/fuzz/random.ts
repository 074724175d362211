// Numbers that look random and are the same for the same seed, so that each input can be made again from two numbers.

export interface Random {
  /** 0 ≤ n < limit. */
  below(limit: number): number;
  /** Of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** True once in so many times. */
  once(times: number): boolean;
}

/** The inputs of one seed are independent of each other: any of them can be made alone. */
export function createRandom(seed: number, index: number): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => {
    const [picked] = list.slice(below(list.length));
    if (picked === undefined) throw new Error("there is nothing to pick from");
    return picked;
  };
  return { below, pick, once: (times) => below(times) === 0 };
}
