// Which modules run at once, and which wait.

import { expect, test } from "vitest";
import { runScheduled } from "../../../src/app/modules/schedule.js";

interface Item {
  readonly name: string;
  readonly priority: number;
  readonly claims: string;
}

function item(name: string, priority = 100, claims = name): Item {
  return { name, priority, claims };
}

/** `+a` when it begins, `-a` when it ends; those that run end in the order they began, one at a time. */
async function played(items: readonly Item[], jobs: number, stopAfter = Number.POSITIVE_INFINITY) {
  const seen: string[] = [];
  const turns: (() => void)[] = [];
  const left = await runScheduled(items, {
    jobs,
    isStopped: () => seen.filter((word) => word.startsWith("+")).length >= stopAfter,
    areConflicting: (one, other) => one.claims === other.claims,
    run: async ({ name }) => {
      seen.push(`+${name}`);
      await new Promise<void>((resolve) => {
        turns.push(resolve);
        setImmediate(() => turns.shift()?.());
      });
      seen.push(`-${name}`);
    },
  });
  return { seen: seen.join(" "), left: left.map(({ name }) => name) };
}

test.each([
  ["one after the other", [item("a"), item("b")], 1, "+a -a +b -b"],
  ["two at once", [item("a"), item("b"), item("c")], 2, "+a +b -a +c -b -c"],
  ["a priority ends before the next", [item("a", 1), item("b", 2), item("c", 2)], 4, "+a -a +b +c -b -c"],
  ["not two with the same claim", [item("a", 1, "x"), item("b", 1, "x"), item("c", 1)], 2, "+a +c -a +b -c -b"],
  ["nothing", [], 2, ""],
] as const)("%s", async (_, items, jobs, expected) => {
  expect(await played(items, jobs)).toEqual({ seen: expected, left: [] });
});

test("after a stop, what runs ends and nothing begins", async () => {
  const items = [item("a"), item("b"), item("c"), item("d", 200)];
  expect(await played(items, 2, 2)).toEqual({ seen: "+a +b -a -b", left: ["c", "d"] });
});
