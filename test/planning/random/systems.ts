// Random small systems, in the words of manifests and inventories so that a failing one can be read. Numbers are drawn first
// and made into a system afterwards: a smaller number is a simpler system, so fast-check's shrinking works.

import fc from "fast-check";
import {
  type CellText,
  type ComponentText,
  type ConstraintsText,
  type PairsText,
  poseProblem,
  type RequirementText,
  type RowText,
  type SystemText,
  type TableText,
  type TypeText,
} from "../cases/pose.js";
import { isBearable } from "../oracle/index.js";

/** An exhaustive search has to get through all states of all components. */
const MAX_COMPONENTS = 6;
const MAX_STATES = 600;

const NAMES = ["a", "b", "c"] as const;
const ABSENT = "z";

interface Scheme {
  readonly versions: readonly string[];
  readonly cells: readonly CellText[];
}

const SCHEMES: readonly Scheme[] = [
  {
    versions: ["1.0.0", "2.0.0", "1.5.0", "3.0.0"],
    cells: [
      "1.0.0",
      "2.0.0",
      "1.5.0",
      "3.0.0",
      ["1.0.0", "2.0.0"],
      ["1.5.0", "3.0.0"],
      ">=2",
      "<2",
      "1.x",
      ">1.0.0 <3",
    ],
  },
  {
    versions: ["v1", "v2", "1.5.0-rc.1", "2"],
    cells: ["1.0.0", "v2", "2.0.0", "1.5.0-rc.1", ["1", "1.5.0-rc.1"], ">=1", "<2.0.0", ">=1.5.0-0", "^1.0.0"],
  },
  {
    versions: ["red", "green", "blue", "white"],
    cells: ["red", "green", "blue", "white", ["red", "blue"], ["green", "white"], ["red", "green"]],
  },
];

/** True so often in ten times. */
const chance = (tenths: number) => fc.integer({ min: 1, max: 10 }).map((drawn) => drawn > 10 - tenths);
const die = fc.nat(11);

const pairs = fc.array(fc.tuple(die, die), { minLength: 1, maxLength: 4 });

const types = fc.record({
  scheme: fc.nat(SCHEMES.length - 1),
  size: fc.integer({ min: 2, max: 4 }),
  target: die,
  stones: fc.array(fc.record({ version: die, mandatory: chance(3) }), { maxLength: 2 }),
  moves: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: pairs },
  ),
  rollback: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.constant(1) },
    { weight: 2, arbitrary: pairs },
  ),
  order: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 3 }),
  isUnmanaged: chance(1),
  components: fc.array(
    fc.record({ version: die, count: fc.integer({ min: 1, max: 3 }), target: fc.option(die, { freq: 6 }) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
});

/** A version of the type itself, or anything that a cell may say. */
const cell = fc.record({ isPlain: chance(6), die });

const tables = fc.record({
  isOpen: fc.boolean(),
  columns: fc.integer({ min: 1, max: 7 }),
  /** Rows that accept the start and the target, without which most closed tables end the matter at once. */
  hasStart: chance(9),
  hasTarget: chance(9),
  /** Which column it says `offline` of, if any, and how. */
  offline: fc.record({ column: fc.nat(8), rows: fc.nat(7), isFree: chance(7), other: cell }),
  rows: fc.array(
    fc.record({ cells: fc.tuple(cell, cell, cell), isEnd: chance(3), isRefusing: chance(6), absent: fc.nat(30) }),
    { maxLength: 8 },
  ),
});

const requirements = fc.record({
  type: fc.nat(2),
  version: cell,
  isOffline: chance(2),
  other: fc.nat(2),
  needed: cell,
});

const drawn = fc.record({
  types: fc.array(types, { minLength: 2, maxLength: 3 }),
  tables: fc.array(tables, { minLength: 1, maxLength: 3 }),
  requirements: fc.array(requirements, { maxLength: 2 }),
  /** The target of one type needs the target of the other: what makes plans of several batches. */
  precedences: fc.array(fc.record({ type: fc.nat(2), other: fc.nat(2) }), { maxLength: 2 }),
  hasOrders: chance(4),
  ordering: fc.constantFrom(undefined, undefined, undefined, "verify", "hint", "auto"),
  objective: fc.constantFrom("fewest_updates", "fastest"),
  noReturn: fc.constantFrom(...Array<"allow">(6).fill("allow"), "last_batch", "refuse"),
  repair: chance(2),
  /** Whether what refuses the start or the target is left out, which would end the matter at once. */
  isTrimmed: chance(9),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;
type DrawnType = Drawn["types"][number];

export const systems: fc.Arbitrary<SystemText> = drawn.map((raw) =>
  raw.isTrimmed ? trimmed(systemOf(raw)) : systemOf(raw),
);

function systemOf(raw: Drawn): SystemText {
  const named = raw.types.map((type, index) => ({ ...type, name: pick(NAMES, index), ...poolOf(type) }));
  const managed = named.filter(({ isUnmanaged }, index) => index === 0 || !isUnmanaged);
  const system = {
    component_types: Object.fromEntries(managed.map((type) => [type.name, typeText(type, raw.hasOrders)])),
    components: limited(
      named.flatMap((type) => componentsOf(type, managed.includes(type))),
      raw.types,
    ),
  };
  return {
    ...system,
    constraints: {
      tables: raw.tables.map((table) => tableText(table, named, system.components)),
      requires: [
        ...raw.requirements.flatMap((each) => requirementText(each, named)),
        ...raw.precedences.flatMap((each) => precedenceText(each, named)),
      ],
    },
    planning: {
      ...(raw.ordering === undefined ? {} : { ordering: raw.ordering }),
      objective: raw.objective,
      point_of_no_return: raw.noReturn,
    },
    repair: raw.repair,
  };
}

interface Named extends DrawnType {
  readonly name: string;
  readonly versions: readonly string[];
  readonly cells: readonly CellText[];
}

function poolOf({ scheme, size }: DrawnType): Scheme {
  const { versions, cells } = pick(SCHEMES, scheme);
  return { versions: versions.slice(0, size), cells };
}

function typeText(type: Named, hasOrders: boolean): TypeText {
  return {
    version: targetText(type),
    stepping_stones: type.stones.map(({ version, mandatory }) => ({
      version: pick(type.versions, version + 2),
      mandatory,
    })),
    moves: Array.isArray(type.moves) ? pairsText(type, type.moves) : pick(["upwards", "any"] as const, type.moves),
    rollback: Array.isArray(type.rollback)
      ? pairsText(type, type.rollback)
      : pick(["supported", "unsupported"] as const, type.rollback),
    ...(hasOrders && type.order !== null ? { update_strategy: { order: type.order } } : {}),
  };
}

function pairsText({ cells, versions }: Named, pairs: readonly (readonly [number, number])[]): PairsText {
  const side = (die: number): CellText => (die === 11 ? "*" : pick([...versions, ...cells], die));
  return pairs.map(([from, to]) => [side(from), side(to)] as const);
}

function componentsOf(type: Named, isManaged: boolean): readonly ComponentText[] {
  return type.components.map(({ version, count, target }) => ({
    component_type: type.name,
    version: pick(type.versions, version),
    count,
    ...(target === null || !isManaged ? {} : { target: pick(type.versions, target) }),
  }));
}

/** Leaves out components, the last ones first, until the whole is small enough; every type keeps its first. */
function limited(components: readonly ComponentText[], types: readonly DrawnType[]): readonly ComponentText[] {
  const largest = Math.max(...types.map(({ size }) => size));
  let left = Math.min(MAX_COMPONENTS, Math.floor(Math.log(MAX_STATES) / Math.log(largest)));
  const first = new Set(NAMES.map((name) => components.find(({ component_type }) => component_type === name)));
  left -= [...first].filter((each) => each !== undefined).length;
  return components.flatMap((component) => {
    const own = first.has(component) ? 1 : 0;
    const more = Math.max(0, Math.min(left, (component.count ?? 1) - own));
    left -= more;
    return own + more === 0 ? [] : [{ ...component, count: own + more }];
  });
}

function tableText(
  raw: Drawn["tables"][number],
  named: readonly Named[],
  components: readonly ComponentText[],
): TableText {
  const columns = named.filter((_, index) => (raw.columns & (1 << index)) !== 0);
  const offline = columns[raw.offline.column];
  const rows = raw.rows.map((row, number): RowText & { isEnd: boolean } => ({
    ...Object.fromEntries(
      columns.flatMap((type, index) => {
        const { isPlain, die } = pick(row.cells, index);
        if (type === offline && !row.isEnd && ((raw.offline.rows >> (number % 3)) & 1) === 1) {
          return [[type.name, isPlain ? "offline" : [...[cellText(type, { isPlain, die })].flat(), "offline"]]];
        }
        if (!isPlain && die === 11) return [];
        return [[type.name, !isPlain && die === 10 ? "*" : cellText(type, { isPlain, die })]];
      }),
    ),
    ...(row.absent === 1 ? { [ABSENT]: "1.0.0" } : row.absent === 2 ? { [ABSENT]: "*" } : {}),
    ...(row.isRefusing ? { acceptable: false } : {}),
    isEnd: row.isEnd,
  }));
  const list = (isEnd: boolean) =>
    rows.filter((row) => row.isEnd === isEnd).map(({ isEnd: _, ...row }) => row as RowText);
  const present = columns.filter(({ name }) => components.some(({ component_type }) => component_type === name));
  const whole = (versionsOf: (component: ComponentText, type: Named) => string): RowText =>
    Object.fromEntries(
      present.map((type) => [
        type.name,
        [
          ...new Set(
            components.filter((each) => each.component_type === type.name).map((each) => versionsOf(each, type)),
          ),
        ],
      ]),
    );
  const start = whole(({ version }) => version);
  const end = whole(
    ({ target, version }, type) => target ?? (type.isUnmanaged && type !== named[0] ? version : targetText(type)),
  );
  return {
    unlisted: raw.isOpen ? "acceptable" : "refused",
    end_states: [...list(true), ...(raw.hasTarget ? [end] : [])],
    transition_states: [
      ...list(false),
      ...(raw.hasStart && !raw.isOpen ? [start] : []),
      ...(offline === undefined || raw.isOpen ? [] : [offlineRow(raw, offline, present)]),
    ],
  };
}

/** Without it, closed tables that say `offline` of a type hardly ever let it be updated. */
function offlineRow(
  { offline: { isFree, other } }: Drawn["tables"][number],
  type: Named,
  present: readonly Named[],
): RowText {
  const beside = present.find((each) => each !== type);
  const row = { [type.name]: "offline" };
  return isFree || beside === undefined ? row : { ...row, [beside.name]: cellText(beside, other) };
}

function requirementText(raw: Drawn["requirements"][number], named: readonly Named[]): readonly RequirementText[] {
  const type = pick(named, raw.type);
  const other = pick(named, raw.other);
  if (type === other) return [];
  return [
    {
      type: type.name,
      version: raw.isOffline ? "offline" : cellText(type, raw.version),
      needs: { [other.name]: cellText(other, raw.needed) },
    },
  ];
}

function precedenceText(raw: Drawn["precedences"][number], named: readonly Named[]): readonly RequirementText[] {
  const type = pick(named, raw.type);
  const other = pick(named, raw.other);
  if (type === other) return [];
  return [{ type: type.name, version: targetText(type), needs: { [other.name]: targetText(other) } }];
}

function targetText({ versions, target }: Named): string {
  return pick(versions, target + 1);
}

function cellText(
  { cells, versions }: Named,
  { isPlain, die }: { readonly isPlain: boolean; readonly die: number },
): CellText {
  return pick(isPlain ? versions : cells, die);
}

/** Without the refusing rows and the requirements that do not let the start or the target be. */
function trimmed(system: SystemText): SystemText {
  const bears = (constraints: ConstraintsText) => isBearable(poseProblem({ ...system, constraints }));
  const bearsRow = (row: RowText) =>
    row["acceptable"] !== false || bears({ tables: [{ unlisted: "acceptable", end_states: [row] }] });
  const { tables = [], requires = [] } = system.constraints ?? {};
  return {
    ...system,
    constraints: {
      tables: tables.map((table) => ({
        ...table,
        end_states: (table.end_states ?? []).filter(bearsRow),
        transition_states: (table.transition_states ?? []).filter(bearsRow),
      })),
      requires: requires.filter((each) => bears({ requires: [each] })),
    },
  };
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}
