// At least five hundred random trees come back: captured, plain or encrypted, some twice, spoilt, and restored.

import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isLongRun, requirePrograms, temporaryFolder } from "../../support/index.js";
import { createBackups } from "./backups.js";
import { fakeSeal } from "./fake-seal.js";
import { PORTRAYER_PACKAGES, PORTRAYERS, portraitOf } from "./portrait.js";
import { makeTrees, randomTree, spoil } from "./random-tree.js";

const suite = requirePrograms([...PORTRAYERS, "setfattr", "setfacl"], { package: PORTRAYER_PACKAGES, root: true });

const TREES_AT_ONCE = 50;
const ROUNDS = isLongRun ? 60 : 10;
/** At the same time, of which each waits for programs. */
const LANES = 3;

suite("random trees", () => {
  test("come back as they were", async () => {
    const many = fc.array(randomTree, { minLength: TREES_AT_ONCE, maxLength: TREES_AT_ONCE });
    const property = fc.asyncProperty(many, async (trees) => {
      const folder = temporaryFolder();
      makeTrees(folder, trees);
      const names = trees.map((_, i) => String(i));
      const before = portraitOf(folder, names);
      const numbers = trees.keys();
      await Promise.all(Array.from({ length: LANES }, () => comeAndGo(folder, numbers)));
      expect(portraitOf(folder, names).split("\n")).toEqual(before.split("\n"));
    });
    await fc.assert(property, { numRuns: ROUNDS, seed: 20_261_121, endOnFailure: true });
  }, 600_000);
});

async function comeAndGo(folder: string, numbers: Iterator<number>): Promise<void> {
  const backups = createBackups();
  for (let next = numbers.next(); next.done !== true; next = numbers.next()) {
    const number = next.value;
    const path = join(folder, String(number));
    const seal = number % 3 === 0 ? fakeSeal() : undefined;
    const first = await backups.capture(path, seal && { seal });
    const isTwice = number % 5 === 1 && seal === undefined;
    const backup = isTwice ? await backups.capture(path, { previous: first }) : first;
    spoil(Buffer.from(path), number, join(folder, "aside"));
    await backups.restore(backup, seal);
  }
}
