// The JSON Schemas, compiled when the first document is checked: compiling takes longer than everything else that a short
// command does.

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import constraints from "../../../schemas/constraints.schema.json" with { type: "json" };
import definitions from "../../../schemas/definitions.schema.json" with { type: "json" };
import inventory from "../../../schemas/inventory.schema.json" with { type: "json" };
import manifest from "../../../schemas/manifest.schema.json" with { type: "json" };
import topology from "../../../schemas/topology.schema.json" with { type: "json" };
import topologyComponents from "../../../schemas/topology-components.schema.json" with { type: "json" };
import updateManifest from "../../../schemas/update-manifest.schema.json" with { type: "json" };
import updateManifestComponents from "../../../schemas/update-manifest-components.schema.json" with { type: "json" };
import type { FileRole, FilesByRole } from "../document-types.js";
import { inlineReferences } from "./inline-references.js";

export type Checked<Role extends FileRole> =
  | { readonly ok: true; readonly file: FilesByRole[Role] }
  | { readonly ok: false; readonly errors: readonly ErrorObject[] };

const FILE_NAMES: Readonly<Record<FileRole, string>> = {
  updateManifest: "update-manifest.schema.json",
  updateManifestComponents: "update-manifest-components.schema.json",
  manifest: "manifest.schema.json",
  topology: "topology.schema.json",
  topologyComponents: "topology-components.schema.json",
  constraints: "constraints.schema.json",
  inventory: "inventory.schema.json",
};

const SCHEMAS = {
  "definitions.schema.json": definitions,
  "update-manifest.schema.json": updateManifest,
  "update-manifest-components.schema.json": updateManifestComponents,
  "manifest.schema.json": manifest,
  "topology.schema.json": topology,
  "topology-components.schema.json": topologyComponents,
  "constraints.schema.json": constraints,
  "inventory.schema.json": inventory,
};

/** Checks a plain value against the schema of its role; all errors, with the schema they come from. */
export function checkAgainstSchema<Role extends FileRole>(role: Role, value: unknown): Checked<Role> {
  const validate = validatorOf(role);
  const isFile = (data: unknown): data is FilesByRole[Role] => validate(data) === true;
  return isFile(value) ? { ok: true, file: value } : { ok: false, errors: validate.errors ?? [] };
}

/** The schema of a role with nothing left to look up. */
export function schemaOf(role: FileRole): Readonly<Record<string, unknown>> {
  const schema = inlined.get(role) ?? inlineReferences(SCHEMAS, FILE_NAMES[role]);
  inlined.set(role, schema);
  return schema;
}

/** Constants that are computed late; they never change once made. */
const inlined = new Map<FileRole, Readonly<Record<string, unknown>>>();
const compiled = new Map<FileRole, ValidateFunction>();

function validatorOf(role: FileRole): ValidateFunction {
  const validate = compiled.get(role) ?? compile(role);
  compiled.set(role, validate);
  return validate;
}

/**
 * Our own notes in the schemas: which fault a rule stands for, where keys belong, and the words that a pattern allows. The
 * schemas themselves are sound, which is tested; checking that again would take half of the time that a short command has.
 */
function compile(role: FileRole): ValidateFunction {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    messages: false,
    validateSchema: false,
  });
  ajv.addVocabulary(["x-code", "x-misplaced", "x-words"]);
  return ajv.compile(schemaOf(role));
}
