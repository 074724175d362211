// The global index: which version of which module is installed, for people and for other programs. It is written from what really
// succeeded; updates never go by it.

import { type Diagnostic, OrchestratorError } from "../../base/index.js";
import { withJsonValue } from "./json-edit.js";
import { parseJsonFile, readJsonFile } from "./json-file.js";
import type { JsonNode } from "./json-text.js";
import { nodeAt, textOf } from "./json-values.js";
import { replaceSharedText } from "./replace-text.js";

export interface IndexFacts {
  readonly repositoryUrl?: string;
  readonly branch?: string;
}

const EMPTY = `${JSON.stringify({ metadata: { schema_version: "1.0.0", channel: "stable" }, packages: {} }, undefined, 4)}\n`;

/** The keys that are its owner's own stay. Throws MODULES_INDEX_UNREADABLE for a text that is no JSON object. */
export function globalIndexWith(
  text: string | undefined,
  versions: Readonly<Record<string, string>>,
  { repositoryUrl, branch }: IndexFacts = {},
): string {
  const facts = Object.entries({ repository_url: repositoryUrl, branch });
  const wanted = [
    ...facts.flatMap(([key, value]) => (value === undefined ? [] : [[["metadata", key], value] as const])),
    ...Object.entries(versions).map(([name, version]) => [["packages", name], version] as const),
  ];
  const start = text ?? EMPTY;
  const root = checked(start);
  return wanted.reduce(
    (done, [keys, value]) => (textOf(nodeAt(root, ...keys)) === value ? done : withJsonValue(done, keys, value)),
    start,
  );
}

/** Undefined where there is none yet. Throws MODULES_INDEX_UNREADABLE. */
export function readGlobalIndex(path: string): string | undefined {
  const reading = readJsonFile(path);
  if (reading.kind === "unusable") throw refusal(reading.fault);
  return reading.kind === "absent" ? undefined : reading.file.text;
}

/** At once. Throws MODULES_UNWRITABLE. */
export function writeGlobalIndex(path: string, text: string): void {
  replaceSharedText(path, text);
}

function checked(text: string): JsonNode {
  const reading = parseJsonFile("index.json", text);
  if (reading.kind === "unusable") throw refusal(reading.fault);
  return reading.file.root;
}

function refusal({ code, message, location }: Diagnostic): OrchestratorError {
  const hint = "Repair it, or put it away: it is then written anew.";
  return new OrchestratorError({ code, message, hint, ...(location && { location }) });
}
