// Opens a file that must have one of some roles: what is given as a topology must be one.

import type { Diagnostic } from "../base/index.js";
import { type FileRole, ROLE_NAMES } from "./document-types.js";
import { fault } from "./fault.js";
import { type OpenDocument, type OpenOptions, openDocument } from "./open-document.js";

export type Expected<Role extends FileRole> =
  | { readonly ok: true; readonly opened: { readonly [Each in Role]: OpenDocument<Each> }[Role] }
  | { readonly ok: false; readonly missing: boolean; readonly diagnostics: readonly Diagnostic[] };

export async function expectRole<const Role extends FileRole>(
  path: string,
  roles: readonly Role[],
  { wanted, ...how }: OpenOptions & { readonly wanted: string },
): Promise<Expected<Role>> {
  const opening = await openDocument(path, how);
  if (!opening.ok) return opening;
  const { opened } = opening;
  if (hasRole(opened, roles)) return { ok: true, opened };
  return { ok: false, missing: false, diagnostics: [unexpected(opened, wanted)] };
}

function hasRole<Role extends FileRole>(
  opened: OpenDocument,
  roles: readonly Role[],
): opened is { readonly [Each in Role]: OpenDocument<Each> }[Role] {
  return roles.some((role) => role === opened.role);
}

function unexpected({ role, document }: OpenDocument, wanted: string): Diagnostic {
  return fault({
    code: "MANIFEST_KIND_UNEXPECTED",
    message: `This is ${ROLE_NAMES[role]}, where ${wanted} is needed`,
    hint: "Check which file was given where.",
    location: document.locateValue(["kind"]),
  });
}
