// `constraints table MANIFEST`: which combinations are a working system, which are acceptable on the way, which are refused.

import type { Diagnostic } from "../../../base/index.js";
import { type ConstraintTable, type Manifest, matchesCell } from "../../../model/index.js";
import type { ConstraintTables } from "../../app-types.js";
import type { OutputFormat } from "../../global-options.js";
import type { Session } from "../../session.js";
import { type Paint, paintFor } from "../paint.js";
import { renderProblem } from "../problem.js";
import { table as alignedRows, counted, printable } from "../text.js";
import { type KnownVersions, knownVersions, tableMatrix } from "./matrix.js";
import { matrixLines } from "./matrix-lines.js";
import { requirementLines } from "./requirements.js";
import { cellsText, placeText } from "./row-words.js";
import { tablesJson } from "./tables-json.js";

export function answerTables(session: Session, { manifest, warnings }: ConstraintTables, output: OutputFormat): void {
  if (output === "human") writeWarnings(session, warnings);
  session.present(output, {
    json: () => ({ ...tablesJson(manifest), warnings }),
    human: (paint) => tablesLines(manifest, paint),
  });
}

function writeWarnings(session: Session, warnings: readonly Diagnostic[]): void {
  const paint = paintFor(session.io.stderr, session.io.environment);
  for (const warning of warnings) session.writeLogLine(renderProblem(warning, paint));
}

export function tablesLines(manifest: Manifest, paint: Paint): readonly string[] {
  const { tables, requirements } = manifest.constraints;
  const known = knownVersions(manifest);
  const count = [
    ...(tables.length > 0 ? [counted(tables.length, "table")] : []),
    ...(requirements.length > 0 ? [counted(requirements.length, "requirement")] : []),
  ];
  if (count.length === 0) return [`${printable(manifest.name)} has no constraints: every combination is acceptable.`];
  return [
    paint.bold(
      `${printable(manifest.name)}: ${count.join(", ")}${tables.length + requirements.length > 1 ? "; all must agree" : ""}`,
    ),
    ...tables.flatMap((table) => ["", ...tableLines(table, known, paint)]),
    ...(requirements.length === 0 ? [] : ["", ...requirementLines(requirements, known, paint)]),
  ];
}

function tableLines(table: ConstraintTable, known: KnownVersions, paint: Paint): readonly string[] {
  const rows = table.rows.map(({ list, number, cells, acceptable, systemVersion, why, location }) => [
    `${list} row ${number}`,
    placeText(location),
    [
      cellsText(cells),
      ...(acceptable ? [] : ["refused"]),
      ...(systemVersion === undefined ? [] : [`system version ${printable(systemVersion)}`]),
      ...(why === undefined ? [] : [`"${printable(why)}"`]),
    ].join("  "),
  ]);
  const unlisted = table.unlisted === "acceptable" ? "acceptable" : "refused";
  return [
    `${paint.bold(`table ${printable(table.name)}`)}  ${placeText(table.location)}, what no row lists is ${unlisted}`,
    ...matrixLines(tableMatrix(table, known), paint),
    ...unmatchedLines(table, known),
    "  as written:",
    ...alignedRows(rows).map((line) => `    ${line}`),
  ];
}

/** A square of known versions would be silent about cells that match none of them. */
function unmatchedLines({ rows }: ConstraintTable, known: KnownVersions): readonly string[] {
  const cells = rows.flatMap((row) => Object.entries(row.cells));
  const unmatched = cells.filter(
    ([type, cell]) => !(known.get(type) ?? []).some(({ version }) => matchesCell(cell, version)),
  );
  const texts = new Set(unmatched.map(([type, { text }]) => `${printable(type)} ${printable(text)}`));
  return texts.size === 0 ? [] : [`  no version is named that is in: ${[...texts].join(", ")}`];
}
