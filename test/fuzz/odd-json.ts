// JSON in which one value is of another kind than it should be: what a change of bytes hardly ever makes.

import type { Random } from "./random.js";

const ODD = [null, 0, -1, 1e300, true, "", "a\nb", "\0", [], {}, [null], [[]], { a: null }, { "": "" }] as const;

export function oddJson(value: object, random: Random): string {
  let count = 0;
  JSON.stringify(value, (_, each: unknown) => {
    count += 1;
    return each;
  });
  let left = random.below(count);
  return JSON.stringify(value, (_, each: unknown) => {
    left -= 1;
    return left === -1 ? random.pick(ODD) : each;
  });
}
