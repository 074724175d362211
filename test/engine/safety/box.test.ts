// The box test against every combination taken one by one, on random tables: wide ones, open ones, with wildcards, lists and
// versions that are exempt.

import { describe, expect, test } from "vitest";
import { refusalIn } from "../../../src/engine/box.js";
import type { Presence } from "../../../src/engine/presence.js";
import {
  type Cell,
  type Combination,
  type ConstraintRow,
  type Constraints,
  type ConstraintTable,
  refusingRule,
} from "../../../src/model/index.js";
import { createRandom, type Random } from "./random.js";

const TYPES = ["a", "b", "c", "d"];
const VERSIONS = ["1.0.0", "2.0.0", "3.0.0"];
const LOCATION = { file: "m.yaml", line: 1 };

describe("the box test", () => {
  test("finds a refused combination exactly where one lies outside of the exempt boxes", () => {
    let refused = 0;
    for (let seed = 1; seed <= 800; seed += 1) {
      const random = createRandom(seed);
      const constraints = randomConstraints(random);
      const box = randomBox(random, 0.9);
      const exempt = Array.from({ length: random.chance(0.5) ? 2 : 0 }, () => within(random, box));
      const found = refusalIn(constraints, box, exempt);
      const expected = rulesOf(constraints).some((rule) => isRefused(rule, box, exempt));
      expect(found !== undefined, `seed ${seed}`).toBe(expected);
      if (found === undefined) continue;
      refused += 1;
      expect(refusingRule(constraints, found.combination, "transition")).toBeDefined();
    }
    expect(refused).toBeGreaterThan(80);
    expect(refused).toBeLessThan(760);
  });

  test("does not walk through a wide table whose rows accept all of it", () => {
    const types = Array.from({ length: 60 }, (_, index) => `t${index}`);
    const accepting = row({ t0: cell("*") });
    const table: ConstraintTable = {
      name: "wide",
      path: "constraints",
      columns: types,
      unlisted: "refused",
      rows: [accepting],
      location: LOCATION,
    };
    const box: Presence = new Map(types.map((type) => [type, new Set(VERSIONS)]));
    expect(refusalIn({ tables: [table], requirements: [] }, box, [])).toBeUndefined();
    const start: Presence = new Map(types.map((type) => [type, new Set(["1.0.0"])]));
    const closed = { ...table, rows: [] };
    expect(refusalIn({ tables: [closed], requirements: [] }, start, [start])).toBeUndefined();
    expect(refusalIn({ tables: [closed], requirements: [] }, box, [start])?.rule.kind).toBe("unlisted");
  });
});

function rulesOf({ tables, requirements }: Constraints): readonly Constraints[] {
  return [
    ...tables.map((table) => ({ tables: [table], requirements: [] })),
    ...requirements.map((requirement) => ({ tables: [], requirements: [requirement] })),
  ];
}

/** Over the columns of the rule alone, as refusals of a rule are exempt by what it speaks of. */
function isRefused(rule: Constraints, box: Presence, exempt: readonly Presence[]): boolean {
  const columns = [
    ...rule.tables.flatMap((table) => table.columns),
    ...rule.requirements.flatMap(({ type, needs }) => [type, needs.type]),
  ];
  const present = [...new Set(columns)].filter((type) => box.has(type));
  const named = [
    ...rule.tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => Object.entries(cells))),
    ...rule.requirements.map(({ type, version }) => [type, version] as const),
  ].flatMap(([type, { text }]) => (text.includes("offline") ? [type] : []));
  const seen = new Map([...box].map(([type, versions]) => [type, named.includes(type) ? versions : online(versions)]));
  return combinations(present, seen).some(
    (combination) =>
      refusingRule(rule, combination, "transition") !== undefined &&
      !exempt.some((each) => [...combination].every(([type, version]) => each.get(type)?.has(version) === true)),
  );
}

function online(versions: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...versions].filter((version) => version !== "offline"));
}

function combinations(types: readonly string[], box: Presence): readonly Combination[] {
  return types.reduce<readonly Combination[]>(
    (found, type) =>
      found.flatMap((combination) => [...(box.get(type) ?? [])].map((v) => new Map(combination).set(type, v))),
    [new Map()],
  );
}

function randomConstraints(random: Random): Constraints {
  const tables = Array.from({ length: random.chance(0.5) ? 1 : 2 }, (_, index): ConstraintTable => {
    const columns = random.shuffle(TYPES).slice(0, random.chance(0.5) ? 2 : 3);
    const rows = Array.from({ length: random.pick([1, 3, 6, 10]) }, () =>
      row(
        Object.fromEntries(columns.filter(() => random.chance(0.85)).map((type) => [type, randomCell(random)])),
        !random.chance(0.2),
      ),
    );
    const unlisted = random.chance(0.3) ? "acceptable" : "refused";
    return { name: `t${index}`, path: `constraints.tables[${index}]`, columns, unlisted, rows, location: LOCATION };
  });
  const [type = "a", needed = "b"] = random.shuffle(TYPES);
  const requirement = { type, version: randomCell(random), needs: { type: needed, version: randomCell(random) } };
  return {
    tables,
    requirements: random.chance(0.3) ? [{ ...requirement, path: "constraints.requires[0]", location: LOCATION }] : [],
  };
}

function randomCell(random: Random): Cell {
  return cell(random.pick(["*", "1.0.0", "2.0.0", "3.0.0", "1.0.0,2.0.0", ">=2", "offline", "3.0.0,offline"]));
}

function cell(text: string): Cell {
  const matchers = text.split(",").map((part) => {
    if (part === "*") return { kind: "any" } as const;
    return part.startsWith(">")
      ? ({ kind: "range", range: part } as const)
      : ({ kind: "exact", version: part } as const);
  });
  return { text, matchers };
}

function row(cells: Readonly<Record<string, Cell>>, acceptable = true): ConstraintRow {
  return { list: "transition_states", number: 1, acceptable, cells, location: LOCATION };
}

function randomBox(random: Random, presence: number): Presence {
  const types = TYPES.filter(() => random.chance(presence));
  const underWay = () => (random.chance(0.4) ? ["offline"] : []);
  const versions = () => random.shuffle(VERSIONS).slice(0, random.chance(0.5) ? 2 : 1);
  return new Map(types.map((type) => [type, new Set([...versions(), ...underWay()])]));
}

function within(random: Random, box: Presence): Presence {
  return new Map(
    [...box].map(([type, versions]) => {
      const still = [...versions].filter((version) => version !== "offline");
      const kept = still.filter(() => random.chance(0.8));
      return [type, new Set(kept.length === 0 ? still.slice(0, 1) : kept)];
    }),
  );
}
