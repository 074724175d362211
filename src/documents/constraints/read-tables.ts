// The tables of a document as far as they can be understood: a row that the schema refuses is left out, so that the others
// are checked all the same. A model is only made of what was understood as a whole.

import type { Cell, ConstraintRow, ConstraintTable, RowList } from "../../model/index.js";
import { isExtension } from "../document-types.js";
import { textAt, valueAt } from "../outline.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";
import { oncePerDocument } from "./once.js";
import { readCell } from "./read-cell.js";
import { shortPlace } from "./short-place.js";

/** A table and where it is written. */
export interface WrittenTable {
  readonly table: ConstraintTable;
  readonly document: YamlDocument;
  readonly path: DocumentPath;
}

/** Keys of a row that are no component types. */
export const ROW_KEYS: readonly string[] = ["system_version", "acceptable", "why"];

export const ROW_LISTS: readonly RowList[] = ["end_states", "transition_states"];

/** The name of the table that stands in `constraints` itself. */
export const OWN_TABLE = "system";

export const readTables = oncePerDocument((document): readonly WrittenTable[] => {
  const constraints = valueAt(document.value, "constraints");
  const hasOwn = ROW_LISTS.some((list) => valueAt(constraints, list) !== undefined);
  const listed = valueAt(constraints, "tables");
  const tables: readonly unknown[] = Array.isArray(listed) ? listed : [];
  return [
    ...(hasOwn ? [tableAt(document, constraints, { path: ["constraints"], name: OWN_TABLE })] : []),
    ...tables.map((table, index) => {
      const path = ["constraints", "tables", index];
      return tableAt(document, table, { path, name: textAt(table, "name") ?? `tables[${index}]` });
    }),
  ];
});

/** Where a row of the table is written. */
export function rowPath({ path }: WrittenTable, { list, number }: ConstraintRow): DocumentPath {
  return [...path, list, number - 1];
}

function tableAt(
  document: YamlDocument,
  written: unknown,
  { path, name }: { readonly path: DocumentPath; readonly name: string },
): WrittenTable {
  const rows = ROW_LISTS.flatMap((list) => rowsOf(document, valueAt(written, list), { list, path: [...path, list] }));
  const table: ConstraintTable = {
    name,
    path: path.length === 1 ? "constraints" : `constraints.tables[${path.at(-1)}]`,
    columns: [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))],
    unlisted: valueAt(written, "unlisted") === "acceptable" ? "acceptable" : "refused",
    rows,
    location: shortPlace(document.locateKey(path)),
  };
  return { table, document, path };
}

interface ListPlace {
  readonly list: RowList;
  readonly path: DocumentPath;
}

function rowsOf(document: YamlDocument, written: unknown, { list, path }: ListPlace): readonly ConstraintRow[] {
  if (!Array.isArray(written)) return [];
  return written.flatMap((row: unknown, index) => {
    const cells = cellsOf(row);
    const acceptable = valueAt(row, "acceptable") ?? true;
    if (cells === undefined || typeof acceptable !== "boolean") return [];
    const location = shortPlace(document.locateKey([...path, index]));
    return [{ list, number: index + 1, acceptable, cells, ...namesOf(row), location }];
  });
}

function namesOf(row: unknown): { readonly systemVersion?: string; readonly why?: string } {
  const systemVersion = textAt(row, "system_version");
  const why = textAt(row, "why");
  return { ...(systemVersion === undefined ? {} : { systemVersion }), ...(why === undefined ? {} : { why }) };
}

/** Undefined where one of the cells is none: the row says something else than what could be read of it. */
function cellsOf(row: unknown): Readonly<Record<string, Cell>> | undefined {
  if (typeof row !== "object" || row === null || Array.isArray(row)) return undefined;
  const cells: [string, Cell][] = [];
  for (const [type, written] of Object.entries(row)) {
    if (isExtension(type) || ROW_KEYS.includes(type)) continue;
    const cell = readCell(written);
    if (cell === undefined) return undefined;
    cells.push([type, cell]);
  }
  return Object.fromEntries(cells);
}
