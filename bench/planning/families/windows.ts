// Policies of version skew: every type goes through the same row of versions, and neighbours stay close to each other.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { endRow, exactly, problemOf, type TableSpec, type TypeSpec, transitionRow, typeNames } from "./build.js";
import { randomPairs } from "./pairwise.js";
import { chanceOf } from "./random.js";

export interface WindowSize {
  readonly types: number;
  readonly versions: number;
  /**
   * `ahead`: the first of two may be one version ahead of the second, never behind. `both`: either may, so that one of two
   * neighbours can skip a version while the other stands in the middle.
   */
  readonly window: "ahead" | "both";
  /** `ring`: three types each of which waits for the next. `missingStone`: a type that cannot stop in between. */
  readonly flaw?: "ring" | "missingStone";
}

export function windows({ types, versions, window, flaw }: WindowSize, seed: number): PlanningProblem {
  const chance = chanceOf(seed);
  const names = chance.shuffled(typeNames(types));
  const pairs = randomPairs(names, types * 2, chance);
  const ring = chance.sample(names, 3);
  const isWindow = (first: number, second: number) =>
    window === "both" ? Math.abs(first - second) <= 1 : first - second === 0 || first - second === 1;
  const flawed = pairs[0]?.[0];
  const tables = [
    ...pairs.map((pair) => windowTable(pair, versions, isWindow)),
    ...(flaw === "ring" ? ring.map((name, at) => waits([name, ring[(at + 1) % 3] ?? name], versions)) : []),
  ];
  return problemOf({
    types: typeNames(types).map((name) =>
      climbing(name, flaw === "missingStone" && name === flawed ? [1, versions] : range(versions)),
    ),
    tables: chance.shuffled(tables),
  });
}

/** The first is ahead of the second wherever it is not level with it. */
function waits(pair: readonly [string, string], versions: number): TableSpec {
  return windowTable(pair, versions, (first, second) => first >= second);
}

function windowTable(
  [first, second]: readonly [string, string],
  versions: number,
  isAcceptable: (first: number, second: number) => boolean,
): TableSpec {
  const rows = range(versions).flatMap((one) =>
    range(versions)
      .filter((other) => isAcceptable(one, other))
      .map((other) => {
        const cells = { [first]: exactly(`${one}.0.0`), [second]: exactly(`${other}.0.0`) };
        return one === other ? endRow(cells) : transitionRow(cells);
      }),
  );
  return { columns: [first, second], rows };
}

/** Versions 1 to the last, the ones in between as stepping stones. */
function climbing(type: string, steps: readonly number[]): TypeSpec {
  const stones = steps.slice(1, -1).map((step) => ({ version: `${step}.0.0`, isMandatory: false }));
  return { type, stones, groups: [{ current: `${steps[0]}.0.0`, target: `${steps.at(-1)}.0.0` }] };
}

function range(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
