// Names of component types that mean nothing. A column without components is ignored, so a misspelt one would take the
// ground from under its table without a word. The system's own constraints may speak of parts that this system lacks.

import { type Diagnostic, didYouMean } from "../../base/index.js";
import { readRequirements } from "../constraints/read-requirements.js";
import { ROW_KEYS, readTables, rowPath } from "../constraints/read-tables.js";
import { fault, warning } from "../fault.js";
import { LIMITS } from "../limits.js";
import { typeNames } from "../outline.js";
import { quote } from "../wording.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";
import { documentsOf, type LintSubject } from "./subject.js";

export function checkUnknownTypes(subject: LintSubject): readonly Diagnostic[] {
  const { manifest, own, systemTypes = [] } = subject;
  const types = typeNames(manifest);
  if (types === undefined) return [];
  const known = new Set([...types, ...systemTypes]);
  return documentsOf(subject).flatMap((document) =>
    [...mentions(document)]
      .filter(([type]) => !known.has(type))
      .slice(0, LIMITS.maxFaults)
      .map(([type, path]) => unknownType(document, { type, path, known, isOwn: document === own })),
  );
}

/** The first place where each type is named. */
function mentions(document: YamlDocument): ReadonlyMap<string, DocumentPath> {
  const places = new Map<string, DocumentPath>();
  const add = (type: string, path: DocumentPath): void => {
    if (!places.has(type)) places.set(type, path);
  };
  for (const written of readTables(document)) {
    for (const row of written.table.rows) {
      for (const type of Object.keys(row.cells)) add(type, [...rowPath(written, row), type]);
    }
  }
  for (const { requirement, needPath, typePath } of readRequirements(document)) {
    if (typePath !== undefined) add(requirement.type, typePath);
    add(requirement.needs.type, needPath);
  }
  for (const type of typeNames(document) ?? []) add(type, ["component_types", type]);
  return places;
}

interface Mention {
  readonly type: string;
  readonly path: DocumentPath;
  readonly known: ReadonlySet<string>;
  readonly isOwn: boolean;
}

function unknownType(document: YamlDocument, { type, path, known, isOwn }: Mention): Diagnostic {
  const meant = didYouMean(type, known);
  const isValue = path.at(-1) === "type" && path[1] === "requires";
  const make = isOwn && meant === undefined ? warning : fault;
  return make({
    code: "CONSTRAINTS_UNKNOWN_TYPE",
    message: `There is no component type ${quote(type)}${isOwn ? " in the manifest or in the system" : ""}`,
    hint:
      meant ??
      (isOwn ? "What is said of it has no effect on this system." : "Add it to component_types, or name another type."),
    location: isValue ? document.locateValue(path) : document.locateKey(path),
  });
}

/** Types whose name a row could not tell from a key of its own. */
export function checkReservedNames(subject: LintSubject): readonly Diagnostic[] {
  const documents = documentsOf(subject);
  if (documents.every((document) => readTables(document).length === 0)) return [];
  return documents.flatMap((document) =>
    (typeNames(document) ?? [])
      .filter((type) => ROW_KEYS.includes(type))
      .map((type) =>
        fault({
          code: "CONSTRAINTS_RESERVED_NAME",
          message: `No row of a table can name the component type ${quote(type)}: the key means something else there`,
          hint: "Give the component type another name.",
          location: document.locateKey(["component_types", type]),
        }),
      ),
  );
}
