// A combination that escapes every row: for each row, some column has a version that the row does not match. Backtracking,
// always at the row that has the fewest columns left to be escaped by; a row with one column left decides that column.

import { type Box, type Choice, versionsIn } from "./box.js";
import type { RowSheet, Rows } from "./row-sheet.js";

interface Column {
  readonly type: string;
  readonly versions: readonly string[];
  /** By version, then by row of the sheet. */
  readonly matching: readonly Uint8Array[];
  /** The rows that match some of the versions and not all of them. */
  readonly rows: number[];
}

export function escapingChoice(box: Box, sheet: RowSheet, rows: Rows): Choice | undefined {
  const columns = sheet.columns.map((type) => columnOf(type, box, sheet));
  const possible = rows.filter((row) => columns.every(({ matching }) => matching.some((cells) => cells[row] === 1)));
  const search = new Search(columns, possible, sheet.tick);
  return search.isEscaped()
    ? columns.map(({ type, versions }, at) => ({ type, version: search.chosen(at, versions) }))
    : undefined;
}

function columnOf(type: string, box: Box, sheet: RowSheet): Column {
  const versions = versionsIn(box, type);
  return { type, versions, matching: versions.map((version) => sheet.matching(type, version)), rows: [] };
}

class Search {
  readonly #columns: readonly Column[];
  readonly #rows: Rows;
  readonly #tick: () => void;
  /** By row: columns without a choice whose versions it does not all match. At 0 it cannot be escaped any more. */
  readonly #left = new Map<number, number>();
  /** Rows that a choice has escaped. */
  readonly #escaped = new Set<number>();
  /** By column: the index of its version, or undefined. */
  readonly #choice: (number | undefined)[];

  constructor(columns: readonly Column[], rows: Rows, tick: () => void) {
    this.#tick = tick;
    this.#columns = columns;
    this.#rows = rows;
    this.#choice = columns.map(() => undefined);
    for (const row of rows) {
      const open = columns.filter(({ matching }) => matching.some((cells) => cells[row] === 0));
      for (const column of open) column.rows.push(row);
      this.#left.set(row, open.length);
    }
  }

  chosen(column: number, versions: readonly string[]): string {
    return versions[this.#choice[column] ?? 0] ?? "";
  }

  /** Whether the choices so far can be completed; if so, they are. */
  isEscaped(): boolean {
    this.#tick();
    const row = this.#nearest();
    if (row === undefined) return true;
    if (this.#left.get(row) === 0) return false;
    const at = this.#openColumn(row);
    for (const version of this.#escapesFirst(at, row)) {
      const escaped = this.#choose(at, version);
      if (this.isEscaped()) return true;
      this.#takeBack(at, escaped);
    }
    return false;
  }

  /** Of the rows that are not escaped, the one with the fewest columns left. */
  #nearest(): number | undefined {
    let nearest: number | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    for (const row of this.#rows) {
      const left = this.#left.get(row) ?? 0;
      if (left >= fewest || this.#escaped.has(row)) continue;
      nearest = row;
      fewest = left;
      if (left <= 1) break;
    }
    return nearest;
  }

  /** The row's column without a choice that the most rows have a say in. */
  #openColumn(row: number): number {
    let best = -1;
    for (const [at, { matching, rows }] of this.#columns.entries()) {
      if (this.#choice[at] !== undefined || matching.every((cells) => cells[row] === 1)) continue;
      if (best < 0 || rows.length > (this.#columns[best]?.rows.length ?? 0)) best = at;
    }
    return best;
  }

  /** With one column left, a version that the row matches is no way out. */
  #escapesFirst(at: number, row: number): readonly number[] {
    const matching = this.#columns[at]?.matching ?? [];
    const out = matching.flatMap((cells, version) => (cells[row] === 0 ? [version] : []));
    const stay = matching.flatMap((cells, version) => (cells[row] === 1 ? [version] : []));
    return this.#left.get(row) === 1 ? out : [...out, ...stay];
  }

  /** The rows that the choice escapes and that were not escaped before. */
  #choose(at: number, version: number): readonly number[] {
    const { rows = [], matching = [] } = this.#columns[at] ?? {};
    const escaped: number[] = [];
    this.#choice[at] = version;
    for (const row of rows) {
      this.#left.set(row, (this.#left.get(row) ?? 0) - 1);
      if (matching[version]?.[row] === 1 || this.#escaped.has(row)) continue;
      this.#escaped.add(row);
      escaped.push(row);
    }
    return escaped;
  }

  #takeBack(at: number, escaped: readonly number[]): void {
    this.#choice[at] = undefined;
    for (const row of this.#columns[at]?.rows ?? []) this.#left.set(row, (this.#left.get(row) ?? 0) + 1);
    for (const row of escaped) this.#escaped.delete(row);
  }
}
