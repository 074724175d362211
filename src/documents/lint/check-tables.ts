// Tables are told apart by their names, in messages and in answers.

import type { Diagnostic } from "../../base/index.js";
import { OWN_TABLE, readTables } from "../constraints/read-tables.js";
import { fault } from "../fault.js";
import { quote } from "../wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

export function checkTableNames(document: YamlDocument): readonly Diagnostic[] {
  const seen = new Map<string, number | undefined>();
  return readTables(document).flatMap(({ table: { name, location }, path }) => {
    const isTaken = seen.has(name);
    const line = seen.get(name);
    if (!isTaken) seen.set(name, location.line);
    return isTaken ? [taken(document, { name, line, path: [...path, "name"] })] : [];
  });
}

function taken(
  document: YamlDocument,
  {
    name,
    line,
    path,
  }: { readonly name: string; readonly line: number | undefined; readonly path: readonly (string | number)[] },
): Diagnostic {
  const own = name === OWN_TABLE ? " The rows that stand in constraints itself are the table of that name." : "";
  return fault({
    code: "CONSTRAINTS_TABLE_TWICE",
    message: `${quote(name)} is already the name of the table on line ${line}`,
    hint: `Give each table a name of its own.${own}`,
    location: document.locateValue(path),
  });
}
