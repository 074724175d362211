// The JSON Schemas of the documents as they are used: each is made ready when the first document of its role is checked.

import type { ErrorObject } from "ajv";
import type { FileRole, FilesByRole } from "../document-types.js";
import { type CompiledSchema, compileSchema } from "./compile-schema.js";

export type Checked<Role extends FileRole> =
  | { readonly ok: true; readonly file: FilesByRole[Role] }
  | { readonly ok: false; readonly errors: readonly ErrorObject[] };

/** Checks a plain value against the schema of its role; all errors, with the schema they come from. */
export function checkAgainstSchema<Role extends FileRole>(role: Role, value: unknown): Checked<Role> {
  const { validate } = compiledFor(role);
  const isFile = (data: unknown): data is FilesByRole[Role] => validate(data) === true;
  return isFile(value) ? { ok: true, file: value } : { ok: false, errors: validate.errors ?? [] };
}

/** The schema of a role with nothing left to look up. */
export function schemaOf(role: FileRole): CompiledSchema["schema"] {
  return compiledFor(role).schema;
}

/** Constants that are made late; they never change once made. */
const compiled = new Map<FileRole, CompiledSchema>();

function compiledFor(role: FileRole): CompiledSchema {
  const made = compiled.get(role) ?? compileSchema(role);
  compiled.set(role, made);
  return made;
}
