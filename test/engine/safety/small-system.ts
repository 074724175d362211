// Random small systems with constraints, and a sequence of safe batches for each. What is refused is kept as plain tuples of
// versions: the tables are written from them, and the onlooker reads the tuples, never the tables.

import type {
  Cell,
  ConstraintRow,
  Constraints,
  ConstraintTable,
  NoReturnRule,
  RebootNeed,
} from "../../../src/model/index.js";
import type { Random } from "./random.js";

export interface Part {
  readonly id: string;
  readonly type: string;
  readonly from: number;
  /** The same as `from` for one that is left alone. */
  readonly to: number;
  readonly reboot: RebootNeed;
  readonly supportsRollback: boolean;
  /** What the documents say. */
  readonly isReversible: boolean;
}

/** Versions of these types, in this order, that may not be present together. */
export interface Rule {
  readonly types: readonly string[];
  readonly refused: ReadonlySet<string>;
  readonly isOpen: boolean;
}

export interface SmallSystem {
  readonly parts: readonly Part[];
  readonly rules: readonly Rule[];
  /** Ids. */
  readonly batches: readonly (readonly string[])[];
  readonly maxParallel: number | undefined;
  readonly noReturn: NoReturnRule;
}

export const VERSIONS = [1, 2, 3] as const;

/** Versions by type. */
export type Shown = ReadonlyMap<string, ReadonlySet<number>>;

export function shownBy(parts: readonly Part[], versionsOf: (part: Part) => readonly number[]): Shown {
  const shown = new Map<string, Set<number>>();
  for (const part of parts) {
    const ofType = shown.get(part.type) ?? new Set<number>();
    shown.set(part.type, ofType);
    for (const version of versionsOf(part)) ofType.add(version);
  }
  return shown;
}

/** Refused tuples that are present, each with its rule. */
export function refusedTuples(rules: readonly Rule[], shown: Shown): ReadonlySet<string> {
  const found = rules.flatMap(({ types, refused }) =>
    tuples(types.map((type) => [...(shown.get(type) ?? [])]))
      .filter((tuple) => refused.has(tuple.join("|")))
      .map((tuple) => `${types.join("+")} ${tuple.join("|")}`),
  );
  return new Set(found);
}

function tuples(columns: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return columns.reduce<readonly (readonly number[])[]>(
    (found, versions) => found.flatMap((tuple) => versions.map((version) => [...tuple, version])),
    [[]],
  );
}

export function randomSystem(random: Random): SmallSystem {
  for (;;) {
    const parts = randomParts(random);
    const rules = randomRules(random, parts);
    const batches = safeBatches(random, parts, rules);
    if (batches === undefined || batches.length === 0) continue;
    const maxParallel = random.chance(0.3) ? 1 : undefined;
    const noReturn = random.pick(["allow", "allow", "last_batch", "refuse"] as const);
    return { parts, rules, batches, maxParallel, noReturn };
  }
}

function randomParts(random: Random): readonly Part[] {
  const types = ["a", "b", "c"].slice(0, random.chance(0.5) ? 2 : 3);
  return types.flatMap((type) =>
    Array.from({ length: random.chance(0.3) ? 2 : 1 }, (_, index): Part => {
      const from = random.chance(0.15) ? 2 : 1;
      return {
        id: `${type}${index}`,
        type,
        from,
        to: random.chance(0.15) ? from : 2,
        reboot: random.pick(["No", "No", "Yes", "Automatic"] as const),
        supportsRollback: !random.chance(0.1),
        isReversible: !random.chance(0.1),
      };
    }),
  );
}

function randomRules(random: Random, parts: readonly Part[]): readonly Rule[] {
  const types = [...new Set(parts.map(({ type }) => type))];
  const pairs = types.flatMap((one, index) => types.slice(index + 1).map((other) => [one, other]));
  const scopes = [
    ...pairs.filter(() => random.chance(0.7)),
    ...(types.length === 3 && random.chance(0.5) ? [types] : []),
  ];
  return scopes.map((scope) => {
    const all = tuples(scope.map(() => VERSIONS)).map((tuple) => tuple.join("|"));
    return { types: scope, refused: new Set(all.filter(() => random.chance(0.4))), isOpen: random.chance(0.5) };
  });
}

/** In any order that shows nothing refused which is not there at the start; undefined where there is none. */
function safeBatches(
  random: Random,
  parts: readonly Part[],
  rules: readonly Rule[],
): SmallSystem["batches"] | undefined {
  const atStart = refusedTuples(
    rules,
    shownBy(parts, ({ from }) => [from]),
  );
  const search = (moved: ReadonlySet<string>): SmallSystem["batches"] | undefined => {
    const left = parts.filter((part) => part.from !== part.to && !moved.has(part.id));
    if (left.length === 0) return [];
    for (const batch of random.shuffle(subsets(left))) {
      const shown = shownBy(parts, (part) => {
        if (batch.includes(part)) return [part.from, part.to];
        return [moved.has(part.id) ? part.to : part.from];
      });
      if ([...refusedTuples(rules, shown)].some((tuple) => !atStart.has(tuple))) continue;
      const ids = batch.map(({ id }) => id);
      const rest = search(new Set([...moved, ...ids]));
      if (rest !== undefined) return [ids, ...rest];
    }
    return undefined;
  };
  return search(new Set());
}

function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const all = items.reduce<readonly (readonly Item[])[]>(
    (found, item) => found.flatMap((subset) => [subset, [...subset, item]]),
    [[]],
  );
  return all.filter((subset) => subset.length > 0);
}

export const textOf = (version: number): string => `v${version}`;
export const identityOf = (version: number): string => `${version}.0.0`;

/** An open table lists what is refused, a closed one what is not. */
export function constraintsOf(rules: readonly Rule[]): Constraints {
  return { tables: rules.map(tableOf), requirements: [] };
}

function tableOf({ types, refused, isOpen }: Rule, index: number): ConstraintTable {
  const location = { file: "constraints.yaml", line: index + 1 };
  const all = tuples(types.map(() => VERSIONS));
  const listed = all.filter((tuple) => refused.has(tuple.join("|")) === isOpen);
  const rows = listed.map(
    (tuple, number): ConstraintRow => ({
      list: "transition_states",
      number: number + 1,
      acceptable: !isOpen,
      cells: Object.fromEntries(types.map((type, column) => [type, cellOf(tuple[column] ?? 0)])),
      location,
    }),
  );
  const unlisted = isOpen ? "acceptable" : "refused";
  return { name: types.join("+"), path: `constraints.tables[${index}]`, columns: types, unlisted, rows, location };
}

function cellOf(version: number): Cell {
  return { text: textOf(version), matchers: [{ kind: "exact", version: identityOf(version) }] };
}
