// Every case of the table against the engine alone, over simulated ports.

import { describe, expect, test } from "vitest";
import { chainOf, overlaps } from "../chain.js";
import { type ChainCase, TABLE } from "../table/index.js";
import { play } from "./play.js";
import { createWorld } from "./world.js";

for (const [theme, cases] of Object.entries(TABLE)) {
  describe(`the engine alone: ${theme}`, () => {
    for (const chainCase of cases) {
      test(chainCase.name, () => follow(chainCase));
    }
  });
}

async function follow(chainCase: ChainCase): Promise<void> {
  const world = createWorld(chainCase);
  const groups = chainCase.groups.map((group) => group.map((part) => part.slice(0, 1)));
  const order = { groups, queries: chainCase.queries ?? [] };
  for (const run of chainCase.runs) {
    const before = world.calls.length;
    const exit = await play(world, run.command);
    const calls = world.calls.slice(before);
    expect({ command: run.command, exit, chain: chainOf(calls, order) }).toEqual(run);
    expect(overlaps(calls, groups)).toEqual([]);
  }
}
