// `bundle.json`, the first member of a bundle: what else is in it, in which order, and how large. It is no signed statement, but
// everything that is read is held to it. Strings in it are compared, never used as paths.

import { structuralFault } from "../json-structure.js";
import { bundleFault } from "./fault.js";
import {
  MAX_ARTIFACTS,
  MAX_COMPANION_BYTES,
  MAX_HEADERS_BYTES,
  MAX_INDEX_BYTES,
  MAX_MANIFEST_BYTES,
  MAX_REFERENCE_BYTES,
  MAX_ROOTS,
} from "./limits.js";

export const INDEX_NAME = "bundle.json";
export const MANIFEST_NAME = "manifest.yaml";
export const SIGNATURES_NAME = "manifest.yaml.sig";
const FORMAT = "orchestrator-bundle";
const VERSION = 1;

export interface IndexDocument {
  readonly name: string;
  readonly sizeBytes: number;
  /** In hex. */
  readonly sha256: string;
}

export interface IndexArtifact extends IndexDocument {
  /** `artifact_path` of the manifest's entries that mean it, as written. */
  readonly paths: readonly string[];
  /** `artifact_name` of the entries without a path. */
  readonly names: readonly string[];
  /** The first bytes of the artifact, which are all that must be read to know its header. */
  readonly headerBytes: number;
}

export interface BundleIndex {
  /** The manifest, its signatures, root metadata by version. */
  readonly documents: readonly IndexDocument[];
  /** In the order of their payloads. */
  readonly artifacts: readonly IndexArtifact[];
}

export function rootName(version: number): string {
  return `roots/${version}.root.json`;
}

/** The same index gives the same bytes. */
export function indexBytes({ documents, artifacts }: BundleIndex): Buffer {
  const value = {
    format: FORMAT,
    version: VERSION,
    documents: documents.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
    artifacts: artifacts.map(({ name, paths, names, sizeBytes, headerBytes, sha256 }) => ({
      ...{ name, paths, names, sizeBytes, headerBytes, sha256 },
    })),
  };
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
}

/** Throws BUNDLE_INDEX_INVALID, BUNDLE_FORMAT_UNSUPPORTED, BUNDLE_TOO_LARGE. */
export function parseIndex(bytes: Buffer): BundleIndex {
  const value = objectIn(parseJson(bytes), "it");
  if (value["format"] !== FORMAT) throw bundleFault("BUNDLE_NOT_BUNDLE", `${INDEX_NAME} is not that of a bundle`);
  if (value["version"] !== VERSION) {
    const version = JSON.stringify(value["version"])?.slice(0, 20);
    throw bundleFault("BUNDLE_FORMAT_UNSUPPORTED", `the bundle has version ${version} of the format, not ${VERSION}`);
  }
  const documents = listIn(value["documents"], "documents").map(documentIn);
  const artifacts = listIn(value["artifacts"], "artifacts").map(artifactIn);
  return checkIndex({ documents, artifacts });
}

/** The limits, which also a bundle that is created must keep. */
export function checkIndex(index: BundleIndex): BundleIndex {
  const { documents, artifacts } = index;
  if (artifacts.length > MAX_ARTIFACTS) throw tooMany(`${artifacts.length} artifacts`, MAX_ARTIFACTS);
  if (documents.length > MAX_ROOTS + 2) throw tooMany(`${documents.length} documents`, MAX_ROOTS + 2);
  checkDocumentNames(documents.map(({ name }) => name));
  for (const { name, sizeBytes } of documents) {
    const most = name === MANIFEST_NAME ? MAX_MANIFEST_BYTES : MAX_COMPANION_BYTES;
    if (sizeBytes > most) throw tooMany(`${name} has ${sizeBytes} bytes`, most);
  }
  const headers = artifacts.reduce((sum, { headerBytes }) => sum + headerBytes, 0);
  if (headers > MAX_HEADERS_BYTES) throw tooMany(`${headers} bytes of headers`, MAX_HEADERS_BYTES);
  refuseTwins(artifacts.flatMap(({ paths }) => paths));
  refuseTwins(artifacts.flatMap(({ names }) => names));
  refuseTwins(artifacts.map(({ sha256 }) => sha256));
  return index;
}

/** Their order is fixed: so there is one bundle for one content. */
function checkDocumentNames(names: readonly string[]): void {
  const [manifest, ...rest] = names;
  if (manifest !== MANIFEST_NAME) throw invalid(`its first document is not ${MANIFEST_NAME}`);
  const roots = rest[0] === SIGNATURES_NAME ? rest.slice(1) : rest;
  let before = 0;
  for (const name of roots) {
    const version = Number(/^roots\/([1-9]\d{0,8})\.root\.json$/.exec(name)?.[1]);
    if (!(version > before)) throw invalid(`the document ${JSON.stringify(name.slice(0, 100))} has no place there`);
    before = version;
  }
}

function refuseTwins(texts: readonly string[]): void {
  const seen = new Set<string>();
  for (const text of texts) {
    if (seen.has(text)) throw invalid(`${JSON.stringify(text.slice(0, 100))} stands for two artifacts`);
    seen.add(text);
  }
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length > MAX_INDEX_BYTES) throw tooMany(`${INDEX_NAME} has ${bytes.length} bytes`, MAX_INDEX_BYTES);
  const { text, value } = parsed(bytes);
  const reason = structuralFault(text);
  if (reason !== undefined) throw invalid(reason);
  return value;
}

function parsed(bytes: Buffer): { readonly text: string; readonly value: unknown } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { text, value: JSON.parse(text) };
  } catch (thrown) {
    throw bundleFault("BUNDLE_INDEX_INVALID", `${INDEX_NAME} is not JSON in UTF-8`, thrown);
  }
}

function documentIn(value: unknown): IndexDocument {
  const document = objectIn(value, "a document");
  return { name: textIn(document["name"], "a name"), ...extentOf(document) };
}

function artifactIn(value: unknown): IndexArtifact {
  const artifact = objectIn(value, "an artifact");
  const texts = (key: "paths" | "names") => listIn(artifact[key], key).map((text) => textIn(text, key));
  const found = {
    ...{ name: textIn(artifact["name"], "a name"), ...extentOf(artifact) },
    ...{ paths: texts("paths"), names: texts("names"), headerBytes: countIn(artifact["headerBytes"], "headerBytes") },
  };
  if (found.headerBytes > found.sizeBytes) throw invalid(`headerBytes of ${found.name} is more than its sizeBytes`);
  return found;
}

function extentOf(value: Readonly<Record<string, unknown>>): Omit<IndexDocument, "name"> {
  const { sha256 } = value;
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) throw invalid("a sha256 is not 64 hex digits");
  return { sizeBytes: countIn(value["sizeBytes"], "sizeBytes"), sha256 };
}

function countIn(value: unknown, key: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw invalid(`${key} is not a whole number above 0`);
}

function textIn(value: unknown, key: string): string {
  const isText = typeof value === "string" && value !== "" && Buffer.byteLength(value) <= MAX_REFERENCE_BYTES;
  if (isText && !value.includes("\0")) return value;
  throw invalid(`${key} is not a text of 1 to ${MAX_REFERENCE_BYTES} bytes`);
}

function listIn(value: unknown, key: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalid(`${key} is not a list`);
}

function objectIn(value: unknown, key: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw invalid(`${key} is not an object`);
}

function invalid(reason: string) {
  return bundleFault("BUNDLE_INDEX_INVALID", `${INDEX_NAME} cannot be used: ${reason}`);
}

function tooMany(found: string, most: number) {
  return bundleFault("BUNDLE_TOO_LARGE", `a bundle with ${found}; there may be ${most}`);
}
