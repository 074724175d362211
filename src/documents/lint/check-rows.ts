// Rows by themselves and beside each other: rows that say nothing, rows that say the same, names that nobody will see.

import type { Diagnostic } from "../../base/index.js";
import { type ConstraintRow, isAny } from "../../model/index.js";
import { readTables, rowPath, type WrittenTable } from "../constraints/read-tables.js";
import { fault, warning } from "../fault.js";
import { LIMITS } from "../limits.js";
import { quote } from "../wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

export function checkRows(document: YamlDocument): readonly Diagnostic[] {
  return readTables(document)
    .flatMap((written) => [
      ...tooWide(written),
      ...written.table.rows.flatMap((row) => [...empty(written, row), ...unusedName(written, row)]),
      ...repeated(written),
    ])
    .slice(0, LIMITS.maxFaults * 2);
}

function tooWide({ table, document, path }: WrittenTable): readonly Diagnostic[] {
  if (table.columns.length <= LIMITS.maxColumns) return [];
  return [
    fault({
      code: "MANIFEST_VALUE_INVALID",
      message: `The table ${quote(table.name)} names more than ${LIMITS.maxColumns} component types`,
      hint: "Split it into several tables.",
      location: document.locateKey(path),
    }),
  ];
}

function empty(written: WrittenTable, row: ConstraintRow): readonly Diagnostic[] {
  if (Object.keys(row.cells).length > 0) return [];
  return [
    fault({
      code: "CONSTRAINTS_ROW_EMPTY",
      message: "This row names no component type, so it would speak of every combination",
      hint: "Name versions by component type, such as { gateway: v2, rtos: v1 }; an open table says unlisted: acceptable.",
      location: written.document.locateKey(rowPath(written, row)),
    }),
  ];
}

function unusedName(written: WrittenTable, row: ConstraintRow): readonly Diagnostic[] {
  if (row.systemVersion === undefined || (row.list === "end_states" && row.acceptable)) return [];
  return [
    warning({
      code: "CONSTRAINTS_NAME_UNUSED",
      message: `The system never rests in this combination, so nobody will see its name ${quote(row.systemVersion)}`,
      hint: "Give names to end states.",
      location: written.document.locateKey([...rowPath(written, row), "system_version"]),
    }),
  ];
}

/** Within one list: what is an end state may well be said again to be acceptable on the way. */
function repeated(written: WrittenTable): readonly Diagnostic[] {
  const seen = new Map<string, ConstraintRow>();
  return written.table.rows.flatMap((row) => {
    if (Object.keys(row.cells).length === 0) return [];
    const key = meaningOf(row);
    const earlier = seen.get(key);
    if (earlier !== undefined) return [repetition(written, row, earlier)];
    seen.set(key, row);
    return [];
  });
}

function meaningOf({ list, acceptable, cells }: ConstraintRow): string {
  const named = Object.entries(cells).filter(([, cell]) => !isAny(cell));
  const parts = named.map(([type, { matchers }]) =>
    JSON.stringify([type, ...matchers.map((m) => JSON.stringify(m)).sort()]),
  );
  return JSON.stringify([list, acceptable, ...parts.sort()]);
}

function repetition(written: WrittenTable, row: ConstraintRow, earlier: ConstraintRow): Diagnostic {
  return warning({
    code: "CONSTRAINTS_ROW_TWICE",
    message: `This row says the same as row ${earlier.number} of ${row.list}, on line ${earlier.location.line}`,
    hint: "Remove one of the two.",
    location: written.document.locateKey(rowPath(written, row)),
  });
}
