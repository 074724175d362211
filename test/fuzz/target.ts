// What is fuzzed: a way to make inputs, and a judge of what comes of them.

import type { Random } from "./random.js";

export interface Target {
  readonly name: string;
  make(random: Random): Buffer;
  /** What is wrong with the code, if this input shows it. Whatever it throws is wrong as well. */
  judge(input: Buffer): Promise<string | undefined>;
}
