// The JSON Schema of a role → its checking function, compiled by ajv. Compiling takes longer than everything else that a short
// command does, so the build does it beforehand (scripts/validators.mjs): there, this file is what loads the result.

import { Ajv, type CodeOptions, type ValidateFunction } from "ajv";
import constraints from "../../../schemas/constraints.schema.json" with { type: "json" };
import definitions from "../../../schemas/definitions.schema.json" with { type: "json" };
import inventory from "../../../schemas/inventory.schema.json" with { type: "json" };
import manifest from "../../../schemas/manifest.schema.json" with { type: "json" };
import topology from "../../../schemas/topology.schema.json" with { type: "json" };
import topologyComponents from "../../../schemas/topology-components.schema.json" with { type: "json" };
import updateManifest from "../../../schemas/update-manifest.schema.json" with { type: "json" };
import updateManifestComponents from "../../../schemas/update-manifest-components.schema.json" with { type: "json" };
import type { FileRole } from "../document-types.js";
import { inlineReferences } from "./inline-references.js";

export interface CompiledSchema {
  /** With nothing left to look up. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly validate: ValidateFunction;
}

export const SCHEMA_FILES: Readonly<Record<FileRole, string>> = {
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

export function compileSchema(role: FileRole): CompiledSchema {
  const schema = inlineReferences(SCHEMAS, SCHEMA_FILES[role]);
  return { schema, validate: createAjv({}).compile(schema) };
}

/**
 * Our own notes in the schemas: which fault a rule stands for, where keys belong, and the words that a pattern allows. The
 * schemas themselves are sound, which is tested; checking that again would take half of the time of compiling.
 */
export function createAjv(code: CodeOptions): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    messages: false,
    validateSchema: false,
    code,
  });
  ajv.addVocabulary(["x-code", "x-misplaced", "x-words"]);
  return ajv;
}
