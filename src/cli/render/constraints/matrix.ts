// What every combination of the known versions is, table by table: an end state, acceptable on the way, or refused. Known is
// a version that the documents name exactly, in a cell, as a target or as a stepping stone; a range is applied to these.

import {
  type Cell,
  type ConstraintRow,
  type ConstraintTable,
  identityOf,
  type Manifest,
  matchesCell,
  type RefusingRule,
  refusingRule,
  semverScheme,
} from "../../../model/index.js";

export interface KnownVersion {
  readonly version: string;
  /** As the author writes it. */
  readonly text: string;
}

export type Mark = "endState" | "transition" | "refused";

export interface MarkedCombination {
  /** One for each column. */
  readonly versions: readonly KnownVersion[];
  readonly mark: Mark;
  /** Whether any row speaks of it. */
  readonly isListed: boolean;
  readonly systemVersion: string | undefined;
  /** Why it is refused. */
  readonly rule: RefusingRule | undefined;
}

export interface TableMatrix {
  readonly table: ConstraintTable;
  readonly columns: readonly { readonly type: string; readonly versions: readonly KnownVersion[] }[];
  /** The last column changes first; where there are too many, only those that a row speaks of. */
  readonly combinations: readonly MarkedCombination[];
  /** How many there would be. */
  readonly total: number;
}

/** Of one table, and less where it has so many rows that each takes its time; more are counted, not looked at. */
export const MOST_COMBINATIONS = 10_000;
const MOST_ROWS_LOOKED_AT = 2_000_000;

type Columns = TableMatrix["columns"];

export function tableMatrix(table: ConstraintTable, known: KnownVersions): TableMatrix {
  const columns = table.columns.map((type) => ({ type, versions: known.get(type) ?? [] }));
  const total = totalOf(columns);
  const most = Math.max(100, Math.min(MOST_COMBINATIONS, Math.floor(MOST_ROWS_LOOKED_AT / (table.rows.length + 1))));
  const looked = total <= most ? everyCombination(columns, total) : combinationsOfRows(table, columns, most);
  return { table, columns, combinations: looked.map((versions) => marked(table, versions)), total };
}

function totalOf(columns: Columns): number {
  return columns.reduce((product, { versions }) => product * versions.length, 1);
}

function everyCombination(columns: Columns, count: number): readonly (readonly KnownVersion[])[] {
  return Array.from({ length: count }, (_, index) => numbered(columns, index));
}

/** Where there are too many: those that the rows speak of, row by row. */
function combinationsOfRows(table: ConstraintTable, columns: Columns, most: number) {
  const found = new Map<string, readonly KnownVersion[]>();
  for (const { cells } of table.rows) {
    const meant = columns.map(({ type, versions }) => {
      const cell = Object.hasOwn(cells, type) ? cells[type] : undefined;
      return {
        type,
        versions: cell === undefined ? versions : versions.filter((each) => matchesCell(cell, each.version)),
      };
    });
    for (const versions of everyCombination(meant, Math.min(totalOf(meant), most - found.size)))
      found.set(JSON.stringify(versions.map(({ version }) => version)), versions);
  }
  return [...found.values()];
}

/** The combination with that number, as a counter with one digit for each column would have it. */
function numbered(columns: Columns, number: number): readonly KnownVersion[] {
  const chosen: KnownVersion[] = [];
  let rest = number;
  for (const { versions } of [...columns].reverse()) {
    const version = versions[rest % versions.length];
    if (version !== undefined) chosen.unshift(version);
    rest = Math.floor(rest / versions.length);
  }
  return chosen;
}

function marked(table: ConstraintTable, versions: readonly KnownVersion[]): MarkedCombination {
  const combination = new Map(table.columns.map((type, i) => [type, versions[i]?.version ?? ""]));
  const constraints = { tables: [table], requirements: [] };
  const atTheEnd = refusingRule(constraints, combination, "end");
  const onTheWay = refusingRule(constraints, combination, "transition");
  const rows = table.rows.filter((row) => matches(row, combination));
  const mark = atTheEnd === undefined ? "endState" : onTheWay === undefined ? "transition" : "refused";
  const named = rows.find(({ acceptable, systemVersion }) => acceptable && systemVersion !== undefined);
  return {
    ...{ versions, mark, isListed: rows.length > 0, rule: onTheWay },
    systemVersion: mark === "endState" ? named?.systemVersion : undefined,
  };
}

function matches({ cells }: ConstraintRow, combination: ReadonlyMap<string, string>): boolean {
  return Object.entries(cells).every(([type, cell]) => matchesCell(cell, combination.get(type) ?? ""));
}

/** By component type, oldest first; versions that cannot be compared come last, in the order in which the rows name them. */
export type KnownVersions = ReadonlyMap<string, readonly KnownVersion[]>;

export function knownVersions(manifest: Manifest): KnownVersions {
  const known = new Map<string, Map<string, string>>();
  for (const { type, version, text } of [...namedInConstraints(manifest), ...namedByTypes(manifest)]) {
    const versions = known.get(type) ?? new Map<string, string>();
    if (!versions.has(version)) versions.set(version, text);
    known.set(type, versions);
  }
  return new Map([...known].map(([type, versions]) => [type, sorted(versions)]));
}

interface NamedVersion extends KnownVersion {
  readonly type: string;
}

function namedInConstraints({ constraints: { tables, requirements } }: Manifest): readonly NamedVersion[] {
  const cells: (readonly [type: string, cell: Cell])[] = [
    ...tables.flatMap(({ rows }) => rows.flatMap((row) => Object.entries(row.cells))),
    ...requirements.flatMap(({ type, version, needs }) => [
      [type, version] as const,
      [needs.type, needs.version] as const,
    ]),
  ];
  return cells.flatMap(([type, cell]) =>
    cell.matchers.flatMap((matcher) =>
      matcher.kind === "exact" ? [{ type, version: matcher.version, text: spelledIn(cell, matcher.version) }] : [],
    ),
  );
}

function namedByTypes({ componentTypes }: Manifest): readonly NamedVersion[] {
  return componentTypes.flatMap(({ type, version, versionText, steppingStones }) => [
    ...steppingStones.map((stone) => ({ type, version: stone.version, text: stone.versionText })),
    { type, version, text: versionText },
  ]);
}

/** The author's word for one of the versions in a cell. */
function spelledIn({ text }: Cell, version: string): string {
  if (identityOf(semverScheme, text) === version) return text;
  const words = text.split(/[\s,[\]"']+/);
  return words.find((word) => identityOf(semverScheme, word) === version) ?? version;
}

function sorted(versions: ReadonlyMap<string, string>): readonly KnownVersion[] {
  const all = [...versions].map(([version, text]) => ({ version, text }));
  const isComparable = ({ version }: KnownVersion) => semverScheme.canonical(version) !== undefined;
  const comparable = all.filter(isComparable);
  comparable.sort((a, b) => semverScheme.compare(a.version, b.version) ?? 0);
  return [...comparable, ...all.filter((each) => !isComparable(each))];
}
