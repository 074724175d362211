// A file → what it is and what is wrong with it by itself, before it is compared with other files.

import { type Diagnostic, hasErrors } from "../base/index.js";
import type { FileRole, FilesByRole } from "./document-types.js";
import { limitFaults } from "./fault-limit.js";
import { type RoleReading, readRole } from "./role.js";
import { checkComponentCount, checkDuplicateComponents, checkNameBytes, checkOrderForm } from "./rules/index.js";
import { schemaFaults } from "./schema/schema-faults.js";
import { checkAgainstSchema } from "./schema/schemas.js";
import { takeTextsAsWritten } from "./schema/texts-as-written.js";
import { readYamlFile } from "./yaml/read-yaml.js";
import type { YamlDocument } from "./yaml/yaml-document.js";

/** A file that could be read far enough to know its role. */
export interface OpenDocument<Role extends FileRole = FileRole> {
  readonly role: Role;
  readonly document: YamlDocument;
  /** The typed content; undefined when the document has errors. */
  readonly file: FilesByRole[Role] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export type Opening =
  | { readonly ok: true; readonly opened: OpenDocument }
  | { readonly ok: false; readonly missing: boolean; readonly diagnostics: readonly Diagnostic[] };

/** `asWhole`: a file that holds only components is taken for a whole one that lacks the rest, as in the first place. */
export async function openDocument(path: string, { asWhole } = { asWhole: false }): Promise<Opening> {
  const reading = await readYamlFile(path);
  if (!reading.ok) return { ...reading, diagnostics: limitFaults(path, reading.diagnostics) };
  const role: RoleReading = readRole(reading.document);
  if (!role.ok) {
    return { ok: false, missing: false, diagnostics: limitFaults(path, [...reading.diagnostics, role.diagnostic]) };
  }
  const taken = asWhole ? wholeOf(role.role) : role.role;
  return { ok: true, opened: checkDocument(taken, reading.document, reading.diagnostics) };
}

function wholeOf(role: FileRole): FileRole {
  if (role === "topologyComponents") return "topology";
  return role === "updateManifestComponents" ? "updateManifest" : role;
}

function checkDocument<Role extends FileRole>(
  role: Role,
  read: YamlDocument,
  reading: readonly Diagnostic[],
): OpenDocument<Role> {
  const { document, warnings } = takeTextsAsWritten(role, read);
  const checked = checkAgainstSchema(role, document.value);
  const diagnostics = limitFaults(document.source.file, [
    ...reading,
    ...warnings,
    ...(checked.ok ? [] : schemaFaults(document, checked.errors)),
    ...checkOrderForm(document),
    ...checkNameBytes(document),
    ...checkDuplicateComponents(document),
    ...checkComponentCount(document),
  ]);
  return { role, document, file: checked.ok && !hasErrors(diagnostics) ? checked.file : undefined, diagnostics };
}
