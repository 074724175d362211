// The words for each way in which a value can breach its schema.

import type { ErrorObject } from "ajv";
import { type Diagnostic, didYouMean } from "../../base/index.js";
import { whyUnsafe } from "../../model/index.js";
import { type Finding, fault } from "../fault.js";
import { LIMITS } from "../limits.js";
import { clip, count, quote, typeOf } from "../wording.js";
import { isNumberOrBoolean } from "../yaml/written.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";
import { innermostKey } from "./innermost-key.js";
import { nameInPointWords } from "./rollback-point-wording.js";
import { digestWords, expiresWords, serialWords } from "./trust-wording.js";

interface Breach {
  readonly document: YamlDocument;
  readonly error: ErrorObject;
  readonly path: DocumentPath;
  /** The innermost key on the path, for messages. */
  readonly key: string;
}

type Explain = (breach: Breach) => Finding;

export function explainSchemaError(document: YamlDocument, error: ErrorObject, path: DocumentPath): Diagnostic {
  const breach = { document, error, path, key: innermostKey(path) };
  const explain = BY_CODE[String(noteOf(error, "x-code")[error.keyword])] ?? BY_KEYWORD[error.keyword] ?? invalid;
  return fault(explain(breach));
}

const BY_KEYWORD: Readonly<Record<string, Explain>> = {
  additionalProperties: unknownKey,
  required: missingKey,
  type: wrongType,
  enum: notOneOf,
};

const BY_CODE: Readonly<Record<string, Explain>> = {
  CONSTRAINTS_OFFLINE: offlineVersion,
  MANIFEST_API_VERSION: apiVersion,
  MANIFEST_ORDER_INVALID: numberInvalid,
  MANIFEST_MAX_PARALLEL_INVALID: numberInvalid,
  MANIFEST_NAME_UNSAFE: nameUnsafe,
  MANIFEST_ARTIFACT_MISSING: artifactMissing,
  INVENTORY_ID_OR_COUNT: idOrCount,
  MANIFEST_SERIAL_INVALID: (breach) => located(breach, serialWords),
  MANIFEST_EXPIRES_INVALID: (breach) => located(breach, expiresWords),
  MANIFEST_ROLLBACK_POINT_INVALID: (breach) => located(breach, nameInPointWords),
  MANIFEST_DIGEST_INVALID: (breach) => located(breach, digestWords),
};

type Words = (written: string | undefined, key: string) => Omit<Finding, "location">;

function located({ document, path, key }: Breach, words: Words): Finding {
  return { ...words(document.writtenAt(path)?.text, key), location: document.locateValue(path) };
}

/** A map of the schema that holds the rule; empty where there is none. */
function noteOf(error: ErrorObject, name: string): Readonly<Record<string, unknown>> {
  const note: unknown = error.parentSchema?.[name];
  return typeof note === "object" && note !== null ? { ...note } : {};
}

function unknownKey({ document, error, path, key }: Breach): Finding {
  const name = String(error.params["additionalProperty"]);
  const misplaced = noteOf(error, "x-misplaced")[name];
  const known = Object.keys(noteOf(error, "properties"));
  const general = `Known here: ${known.join(", ")}. A key of your own begins with "x-".`;
  return {
    code: "MANIFEST_UNKNOWN_KEY",
    message: `${key === "document" ? "This kind of document" : quote(key)} has no key ${quote(name)}`,
    hint: typeof misplaced === "string" ? misplaced : (didYouMean(name, known) ?? general),
    location: document.locateKey([...path, name]),
  };
}

function missingKey({ document, error, path, key }: Breach): Finding {
  const name = String(error.params["missingProperty"]);
  const property = noteOf(error, "properties")[name];
  const isDescribed = typeof property === "object" && property !== null && "description" in property;
  return {
    code: "MANIFEST_MISSING_KEY",
    message:
      key === "document" ? `The document has no key "${name}"` : `This entry of ${quote(key)} has no key "${name}"`,
    hint: isDescribed ? `Add it. ${String(property.description)}` : "Add it.",
    location: document.locateKey(path),
  };
}

function wrongType({ document, error, path, key }: Breach): Finding {
  const location = document.locateValue(path);
  const wanted = WANTED[String(error.params["type"])] ?? String(error.params["type"]);
  const message = `${quote(key)} must be ${wanted}, but it is ${typeOf(error.data)}`;
  return { code: "MANIFEST_WRONG_TYPE", message, hint: hintFor(String(error.params["type"]), error.data), location };
}

const WANTED: Readonly<Record<string, string>> = {
  boolean: "true or false",
  "string,array": "text or a list",
  string: "text",
  array: "a list",
  object: "a map",
  integer: "a whole number",
};

function hintFor(wanted: string, data: unknown): string {
  if (data === null) return "Write a value after the colon, or remove the key.";
  if (wanted === "array") return "Write each item on a line of its own, beginning with a dash and a space.";
  if (wanted === "object") return "Write its keys on the lines below, indented by two more spaces.";
  if (wanted === "boolean") return "Write true or false.";
  if (wanted === "string" && isNumberOrBoolean(data)) return "Remove the tag: it says that this is no text.";
  return "Write a single value after the colon.";
}

function apiVersion({ document, error }: Breach): Finding {
  return apiVersionFinding(document, error.data);
}

/** Also used for a document whose kind, and hence whose schema, is not known. */
export function apiVersionFinding(document: YamlDocument, version: unknown): Finding {
  return {
    code: "MANIFEST_API_VERSION",
    message: `The api_version is ${shown(version)}, and only "mender/v1" is known`,
    hint: "Write api_version: mender/v1.",
    location: document.locateValue(["api_version"]),
  };
}

function offlineVersion({ document, path, key }: Breach): Finding {
  return {
    code: "CONSTRAINTS_OFFLINE",
    message: `${quote(key)} cannot be offline`,
    hint: "In tables it says that a component is being updated. Write the version that it reports.",
    location: document.locateValue(path),
  };
}

function numberInvalid({ document, error, path }: Breach): Finding {
  const written = document.writtenAt(path);
  if (error.data === null) return numberFinding(document, path, "but it is empty");
  if (typeof error.data !== "string")
    return numberFinding(document, path, `not ${clip(written?.text ?? shown(error.data))}`);
  const what = written?.isPlain === true ? "text" : "text in quotes";
  return numberFinding(document, path, `but ${shown(error.data)} is ${what}`);
}

/** Also used for what the schema cannot see: a whole number written as 1e1. */
export function numberFinding(document: YamlDocument, path: DocumentPath, instead: string): Finding {
  const isOrder = innermostKey(path) === "order";
  const key = isOrder ? "order" : "max_parallel";
  const most = isOrder ? LIMITS.maxOrder : LIMITS.maxParallel;
  return {
    code: isOrder ? "MANIFEST_ORDER_INVALID" : "MANIFEST_MAX_PARALLEL_INVALID",
    message: `"${key}" must be a whole number from 1 to ${most}, ${instead}`,
    hint: `Write it with digits alone, without quotes, such as ${key}: 10.`,
    location: document.locateValue(path),
  };
}

function notOneOf({ document, error, path, key }: Breach): Finding {
  const words = Object.values(error.keyword === "enum" ? noteOf(error, "enum") : noteOf(error, "x-words")).map(String);
  const near = typeof error.data === "string" ? didYouMean(error.data, words) : undefined;
  return {
    code: "MANIFEST_VALUE_INVALID",
    message: `${quote(key)} is ${shown(error.data)}, which is none of the words that it can be`,
    hint:
      near ?? `Write one of ${words.join(", ")}${error.keyword === "enum" ? "" : ", or a list of pairs of versions"}.`,
    location: document.locateValue(path),
  };
}

function nameUnsafe({ document, error, path, key }: Breach): Finding {
  const isKey = error.propertyName !== undefined;
  const name = String(error.propertyName ?? error.data);
  const finding = nameFinding(isKey ? "component type" : key, name);
  const location = isKey ? document.locateKey([...path, name]) : document.locateValue(path);
  return { ...finding, location };
}

/** Also used for what the schema cannot count: bytes. */
export function nameFinding(what: string, name: string): Omit<Finding, "location"> {
  return {
    code: "MANIFEST_NAME_UNSAFE",
    message: `The ${what} ${quote(name)} ${whyUnsafe(name) ?? "is not safe as the name of a folder"}`,
    hint: "Use letters, digits, dots, dashes and underscores.",
  };
}

function artifactMissing({ document, path, key }: Breach): Finding {
  return {
    code: "MANIFEST_ARTIFACT_MISSING",
    message: `${path.at(-2) === "stepping_stones" ? "This stepping stone" : `The component type ${quote(key)}`} has neither artifact_path nor artifact_name`,
    hint: "Add artifact_path, relative to the folder of the manifest, or artifact_name.",
    location: document.locateKey(path),
  };
}

function idOrCount({ document, error, path }: Breach): Finding {
  const hasBoth = error.params["passingSchemas"] !== null;
  return {
    code: "INVENTORY_ID_OR_COUNT",
    message: `This entry of "components" has ${hasBoth ? "both an id and a count" : "neither an id nor a count"}`,
    hint: "Write id for one component, or count for several that are alike.",
    location: document.locateKey(path),
  };
}

function invalid(breach: Breach): Finding {
  const { document, error, path, key } = breach;
  if (error.keyword === "pattern" && error.parentSchema?.["x-words"] !== undefined) return notOneOf(breach);
  return {
    code: "MANIFEST_VALUE_INVALID",
    message: `${quote(key)} ${LIMIT_WORDS[error.keyword]?.(Number(error.params["limit"])) ?? "contains a character that it must not"}`,
    hint: limitHint(error),
    location:
      error.propertyName === undefined ? document.locateValue(path) : document.locateKey([...path, error.propertyName]),
  };
}

function limitHint({ keyword, params }: ErrorObject): string {
  if (keyword === "minItems" && Number(params["limit"]) > 1) return "Write both versions, as [from, to].";
  return keyword.startsWith("min") ? "Write a value, or remove the key." : "Write a shorter or simpler value.";
}

const LIMIT_WORDS: Readonly<Record<string, (limit: number) => string>> = {
  minimum: (limit) => `is less than ${limit}`,
  maximum: (limit) => `is more than ${limit}`,
  minLength: () => "is empty",
  minItems: (limit) => (limit > 1 ? `has fewer than ${count(limit, "item")}` : "is an empty list"),
  minProperties: () => "is empty",
  maxLength: (limit) => `is longer than ${count(limit, "character")}`,
  maxProperties: (limit) => `has more than ${count(limit, "key")}`,
  maxItems: (limit) => `has more than ${count(limit, "item")}`,
};

function shown(data: unknown): string {
  return typeof data === "string" ? quote(data) : typeof data === "number" ? String(data) : typeOf(data);
}
