// A file → what it is and what is wrong with it by itself, before it is compared with other files.

import { type Diagnostic, hasErrors } from "../base/index.js";
import type { FileRole, FilesByRole } from "./document-types.js";
import { limitFaults } from "./fault-limit.js";
import { lintDocument } from "./lint/index.js";
import { type RoleReading, readRole } from "./role.js";
import {
  checkApiVersion,
  checkComponentCount,
  checkDuplicateComponents,
  checkNameBytes,
  checkOrderForm,
  checkRollbackPoints,
} from "./rules/index.js";
import { schemaFaults } from "./schema/schema-faults.js";
import { checkAgainstSchema } from "./schema/schemas.js";
import { takeTextsAsWritten } from "./schema/texts-as-written.js";
import { readYamlBytes, readYamlFile, type YamlReading } from "./yaml/read-yaml.js";
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

export interface OpenOptions {
  /** A file that holds only components is taken for a whole one that lacks the rest, as in the first place. */
  readonly asWhole: boolean;
  /** Instead of what is in a file. */
  readonly bytes?: Uint8Array;
}

export async function openDocument(
  path: string,
  { asWhole, bytes }: OpenOptions = { asWhole: false },
): Promise<Opening> {
  const reading = bytes === undefined ? await readYamlFile(path) : readYamlBytes(path, bytes);
  return openReading(path, reading, { asWhole });
}

/** The same for a text that has been read. */
export function openReading(path: string, reading: YamlReading, { asWhole } = { asWhole: false }): Opening {
  if (!reading.ok) return { ...reading, diagnostics: limitFaults(path, reading.diagnostics) };
  const role: RoleReading = readRole(reading.document);
  if (!role.ok) {
    const found = [...reading.diagnostics, role.diagnostic, ...otherFaults(reading.document, role)];
    return { ok: false, missing: false, diagnostics: limitFaults(path, found) };
  }
  const taken = asWhole ? wholeOf(role.role) : role.role;
  return { ok: true, opened: checkDocument(taken, reading.document, reading.diagnostics) };
}

/** What else is wrong with a document whose kind is misspelt, or not known at all. What it lacks only its kind can tell. */
function otherFaults(
  document: YamlDocument,
  { likely, diagnostic }: Extract<RoleReading, { ok: false }>,
): readonly Diagnostic[] {
  if (likely === undefined) return checkApiVersion(document);
  const { line, column } = diagnostic.location ?? {};
  return checkDocument(likely, document, []).diagnostics.filter(({ code, location }) => {
    const isAboutKind = location?.line === line && location?.column === column;
    return !isAboutKind && code !== "MANIFEST_MISSING_KEY";
  });
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
    ...checkRollbackPoints(document),
    ...lintDocument(role, document),
    ...(role === "inventory" ? [] : checkComponentCount(document)),
  ]);
  return { role, document, file: checked.ok && !hasErrors(diagnostics) ? checked.file : undefined, diagnostics };
}
