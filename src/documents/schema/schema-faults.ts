// An error of the schema → a diagnostic at a place in the file. Which code a rule stands for is noted beside the rule, in
// the schema (`x-code`); the words are here.

import type { ErrorObject } from "ajv";
import { type Diagnostic, nearest } from "../../base/index.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";
import { explainSchemaError } from "./schema-wording.js";

/** More errors than this are not even looked at: one wrong list can give one for each of its items. */
const MOST_ERRORS = 1000;

export function schemaFaults(document: YamlDocument, errors: readonly ErrorObject[]): readonly Diagnostic[] {
  const told = withoutConsequences(errors.slice(0, MOST_ERRORS));
  const seen = new Set<string>();
  return told
    .map((error) => explainSchemaError(document, error, pathOf(error)))
    .filter(({ code, location }) => {
      const key = `${code} ${location?.line} ${location?.column}`;
      return !seen.has(key) && seen.add(key);
    });
}

/** Errors that only say again that another one holds. */
function withoutConsequences(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unknownKeys = unknownKeysByPath(errors);
  const ofWrongType = new Set(
    errors.flatMap(({ keyword, instancePath }) => (keyword === "type" ? [instancePath] : [])),
  );
  return errors.filter((error) => {
    if (error.keyword === "propertyNames") return false;
    if (/\/(any|one)Of\//.test(error.schemaPath)) return false;
    if (error.keyword === "oneOf") return !ofWrongType.has(error.instancePath);
    if (error.keyword !== "required") return true;
    const unknown = unknownKeys.get(error.instancePath) ?? [];
    return nearest(String(error.params["missingProperty"]), unknown) === undefined;
  });
}

/** A misspelt key is also a missing one, but it is one fault. */
function unknownKeysByPath(errors: readonly ErrorObject[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== "additionalProperties") continue;
    const known = keys.get(instancePath) ?? [];
    known.push(String(params["additionalProperty"]));
    keys.set(instancePath, known);
  }
  return keys;
}

/** A JSON pointer, as steps. */
function pathOf({ instancePath }: ErrorObject): DocumentPath {
  return instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
