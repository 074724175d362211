// Small problems of every kind, about half of them without a plan: for comparing planners, not for measuring them.

import type { Cell, MoveRule, RollbackRule, VersionPair } from "../../../src/model/index.js";
import type { PlanningProblem } from "../../../src/planning/problem.js";
import {
  anything,
  endRow,
  exactly,
  type GroupSpec,
  inRange,
  problemOf,
  type RequirementSpec,
  type RowSpec,
  refusingRow,
  type TableSpec,
  type TypeSpec,
  transitionRow,
} from "./build.js";
import { type Chance, chanceOf } from "./random.js";

/** `latest` is no semantic version: equal to itself only, older than every stone that is not listed before it. */
const VERSIONS = ["1.0.0", "1.5.0", "2.0.0", "latest"];

export function small(seed: number): PlanningProblem {
  const chance = chanceOf(seed);
  const names = ["a", "b", "c", "d"].slice(0, 2 + chance.below(3));
  const types = names.map((name) => randomType(name, chance));
  const tables = Array.from({ length: 1 + chance.below(3) }, () => randomTable(types, chance));
  return problemOf({
    types,
    tables,
    requirements: Array.from({ length: chance.happens(0.2) ? 1 : 0 }, () => randomRequirement(names, chance)),
    rules: {
      objective: chance.pick(["fewest_updates", "fastest"]),
      pointOfNoReturn: chance.pick(["allow", "allow", "allow", "last_batch", "refuse"]),
      ordering: chance.pick(["auto", "auto", "hint"]),
      isRepair: chance.happens(0.1),
    },
  });
}

function randomType(type: string, chance: Chance): TypeSpec {
  const target = chance.pick(VERSIONS);
  const between = VERSIONS.filter((version) => version !== target);
  const stones = chance
    .sample(between, chance.pick([0, 0, 1, 2]))
    .map((version) => ({ version, isMandatory: chance.happens(0.2) }));
  const groups = chance
    .sample(VERSIONS, chance.pick([1, 1, 1, 2]))
    .map((current) => groupFrom(current, target, chance));
  return { type, groups, stones, moves: randomMoves(chance), rollback: randomRollback(chance) };
}

function groupFrom(current: string, target: string, chance: Chance): GroupSpec {
  return { current, target: chance.happens(0.1) ? current : target, count: 1 + chance.below(3) };
}

function randomMoves(chance: Chance): MoveRule {
  const kind = chance.pick(["upwards", "upwards", "upwards", "any", "any", "listed"] as const);
  return kind === "listed" ? { kind, pairs: randomPairs(6, chance) } : { kind };
}

function randomRollback(chance: Chance): RollbackRule {
  const kind = chance.pick(["supported", "supported", "supported", "unsupported", "listed"] as const);
  return kind === "listed" ? { kind, pairs: randomPairs(2, chance) } : { kind };
}

function randomPairs(count: number, chance: Chance): readonly VersionPair[] {
  return Array.from({ length: count }, () => ({ from: randomCell(chance), to: randomCell(chance) }));
}

function randomTable(types: readonly TypeSpec[], chance: Chance): TableSpec {
  const among = chance.sample(types, Math.min(types.length, 1 + chance.below(3)));
  const columns = among.map(({ type }) => type);
  const isOpen = chance.happens(0.25);
  const rows = Array.from({ length: 3 + chance.below(9) }, () => randomRow(columns, chance, isOpen ? 0.5 : 0.05));
  return { columns, rows: [...endpoints(among), ...rows], unlisted: isOpen ? "acceptable" : "refused" };
}

/** Rows without which nearly every problem would fail before there is anything to search. */
function endpoints(types: readonly TypeSpec[]): readonly RowSpec[] {
  const cells = (versions: (group: GroupSpec) => string) =>
    Object.fromEntries(types.map(({ type, groups }) => [type, exactly(...new Set(groups.map(versions)))]));
  return [transitionRow(cells(({ current }) => current)), endRow(cells(({ target }) => target))];
}

function randomRow(columns: readonly string[], chance: Chance, refusal: number): RowSpec {
  const cells = Object.fromEntries(columns.map((type) => [type, randomCell(chance)] as const));
  if (chance.happens(0.2)) delete cells[chance.pick(columns)];
  if (Object.keys(cells).length > 0 && chance.happens(refusal)) return refusingRow(cells);
  return chance.happens(0.3) ? endRow(cells) : transitionRow(cells);
}

function randomCell(chance: Chance): Cell {
  return chance.pick([
    () => anything,
    () => inRange(chance.pick([">=1.5.0", "<2.0.0", "1.x"])),
    () => exactly(...chance.sample(VERSIONS, 2)),
    () => exactly(chance.pick(VERSIONS)),
    () => exactly(chance.pick(VERSIONS)),
  ])();
}

function randomRequirement(names: readonly string[], chance: Chance): RequirementSpec {
  const [type = "", needed = ""] = chance.sample(names, 2);
  return { type, version: randomCell(chance), needs: { type: needed, version: randomCell(chance) } };
}
