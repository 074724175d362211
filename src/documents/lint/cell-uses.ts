// Every place in which a document speaks of versions of a component type, for the checks that look at all of them.

import type { Cell } from "../../model/index.js";
import { oncePerDocument } from "../constraints/once.js";
import { readCell } from "../constraints/read-cell.js";
import { readRequirements } from "../constraints/read-requirements.js";
import { readTables, rowPath } from "../constraints/read-tables.js";
import { follow, typeNames, valueAt } from "../outline.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";

export interface CellUse {
  readonly type: string;
  readonly cell: Cell;
  readonly document: YamlDocument;
  readonly path: DocumentPath;
}

export const cellUses = oncePerDocument((document): readonly CellUse[] => [
  ...inTables(document),
  ...inRequirements(document),
  ...inPairs(document),
]);

/** Where one alternative of a cell is written. */
export function matcherPath({ path, cell }: CellUse, index: number): DocumentPath {
  return cell.matchers.length === 1 && !cell.text.startsWith("[") ? path : [...path, index];
}

function inTables(document: YamlDocument): readonly CellUse[] {
  return readTables(document).flatMap((written) =>
    written.table.rows.flatMap((row) =>
      Object.entries(row.cells).map(([type, cell]) => ({
        ...{ type, cell, document },
        path: [...rowPath(written, row), type],
      })),
    ),
  );
}

function inRequirements(document: YamlDocument): readonly CellUse[] {
  return readRequirements(document).flatMap(({ requirement, needPath, versionPath }) => {
    const { type, version, needs } = requirement;
    const needed = { type: needs.type, cell: needs.version, document, path: needPath };
    return versionPath === undefined ? [needed] : [{ type, cell: version, document, path: versionPath }, needed];
  });
}

function inPairs(document: YamlDocument): readonly CellUse[] {
  return (typeNames(document) ?? []).flatMap((type) =>
    ["moves", "rollback"].flatMap((key) => pairCells(document, { type, path: ["component_types", type, key] })),
  );
}

function pairCells(
  document: YamlDocument,
  { type, path }: { readonly type: string; readonly path: DocumentPath },
): readonly CellUse[] {
  const pairs = follow(document.value, path);
  if (!Array.isArray(pairs)) return [];
  return pairs.flatMap((pair: unknown, index) =>
    [0, 1].flatMap((side) => {
      const cell = readCell(Array.isArray(pair) ? pair[side] : valueAt(pair, String(side)));
      return cell === undefined ? [] : [{ type, cell, document, path: [...path, index, side] }];
    }),
  );
}
