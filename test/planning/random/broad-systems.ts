// Random systems of more types with one component each and many small refusals: what the planner does not search state by
// state, but solves by what must come before what.

import fc from "fast-check";
import type { RowText, SystemText, TableText, TypeText } from "../cases/pose.js";
import { poseProblem } from "../cases/pose.js";
import { isBearable } from "../oracle/index.js";

const NAMES = ["a", "b", "c", "d", "e", "f", "g"];
const VERSIONS = ["1.0.0", "2.0.0", "1.5.0"];

const type = fc.record({
  /** Few have a version between. */
  stone: fc.nat(5),
  order: fc.integer({ min: 1, max: 3 }),
  isFinal: fc.nat(4),
});

const cell = fc.tuple(fc.nat(6), fc.nat(6));

const drawn = fc.record({
  types: fc.array(type, { minLength: 4, maxLength: 7 }),
  rows: fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 2, maxLength: 10 }),
  hasStones: fc.nat(2),
  ordering: fc.constantFrom("auto", "auto", "hint", "verify"),
  objective: fc.constantFrom("fewest_updates", "fastest"),
  noReturn: fc.constantFrom("allow", "allow", "allow", "last_batch"),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

export const broadSystems: fc.Arbitrary<SystemText> = drawn.map(systemOf);

function systemOf(raw: Drawn): SystemText {
  // An exhaustive search has to get through all of it: seven types of two versions, or five of three.
  const types = raw.hasStones === 0 ? raw.types.slice(0, 5) : raw.types;
  const names = NAMES.slice(0, types.length);
  const system: SystemText = {
    component_types: Object.fromEntries(
      types.map((each, index) => [NAMES[index], typeText(each, raw.hasStones === 0)]),
    ),
    components: names.map((component_type) => ({ component_type, version: "1.0.0" })),
    planning: { ordering: raw.ordering, objective: raw.objective, point_of_no_return: raw.noReturn },
  };
  const tables = raw.rows
    .map((cells): TableText => ({ unlisted: "acceptable", transition_states: [rowText(cells, names)] }))
    .filter((table) => isBearable(poseProblem({ ...system, constraints: { tables: [table] } })));
  return { ...system, constraints: { tables } };
}

function typeText({ stone, order, isFinal }: Drawn["types"][number], hasStones: boolean): TypeText {
  const stones = [{ version: "1.5.0", mandatory: stone === 2 }];
  return {
    version: "2.0.0",
    ...(hasStones && stone > 1 ? { stepping_stones: stones } : {}),
    update_strategy: { order },
    rollback: isFinal === 0 ? "unsupported" : "supported",
  };
}

/** Old and new far more often than what is between, and than being under way. */
function rowText(cells: readonly (readonly [number, number])[], names: readonly string[]): RowText {
  const texts = cells.map(([name, version]) => [
    names[name % names.length] ?? "",
    version === 6 ? "offline" : (VERSIONS[version === 5 ? 2 : version % 2] ?? ""),
  ]);
  return { ...Object.fromEntries(texts), acceptable: false };
}
