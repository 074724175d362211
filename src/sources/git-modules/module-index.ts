// What a module's index.json says that updates go by. All other keys are the module's own.

import type { Diagnostic } from "../../base/index.js";
import { semverScheme } from "../../model/index.js";
import { indexFault, type JsonFile, placeIn, readJsonFile } from "./json-file.js";
import type { JsonNode } from "./json-text.js";
import { isAbsent, nodeAt, textOf } from "./json-values.js";
import { DEFAULT_PRIORITY, type ModuleIndex } from "./module.js";
import { declaredPoint } from "./module-point.js";

export type IndexReading =
  | { readonly ok: true; readonly index: ModuleIndex }
  | { readonly ok: false; readonly why: Diagnostic };

/** Ends the reading of one index; caught below. */
class Refusal {
  constructor(readonly why: Diagnostic) {}
}

export function readModuleIndex(path: string): IndexReading {
  const reading = readJsonFile(path);
  if (reading.kind === "unusable") return { ok: false, why: reading.fault };
  if (reading.kind === "absent") return { ok: false, why: absent(path) };
  return moduleIndexOf(reading.file);
}

export function moduleIndexOf(file: JsonFile): IndexReading {
  try {
    return { ok: true, index: indexOf(file) };
  } catch (thrown) {
    if (thrown instanceof Refusal) return { ok: false, why: thrown.why };
    throw thrown;
  }
}

function indexOf(file: JsonFile): ModuleIndex {
  const description = textOf(nodeAt(file.root, "metadata", "description"));
  const declared = declaredPoint(file);
  const [refused] = declared.faults;
  if (refused !== undefined) throw new Refusal(refused);
  const { priority, warnings } = priorityOf(file);
  return {
    ...{ version: versionOf(file), isEnabled: isEnabledIn(file), priority },
    ...(description !== undefined && { description }),
    ...{ point: declared.point, warnings: [...warnings, ...declared.warnings] },
  };
}

/** It becomes part of names of files and manifests. */
const MAX_VERSION_CHARACTERS = 100;
const VERSION_HINT = 'Write metadata.schema_version as a version such as "1.2.0".';

/** A number counts as its digits: 1.10 is no 1.1. */
function versionOf(file: JsonFile): string {
  const node = nodeAt(file.root, "metadata", "schema_version");
  if (node === undefined || isAbsent(node))
    throw refusal(file, { reason: "it has no metadata.schema_version", hint: VERSION_HINT });
  const text = node.kind === "number" ? file.text.slice(node.start, node.end) : textOf(node);
  if (text !== undefined && text.length <= MAX_VERSION_CHARACTERS && semverScheme.canonical(text) !== undefined)
    return text;
  const written = file.text.slice(node.start, node.end).slice(0, 100);
  throw refusal(file, { reason: `the version ${written} cannot be read`, hint: VERSION_HINT, node });
}

/** A text such as "false" is refused, since whoever wrote it may have meant either. */
function isEnabledIn(file: JsonFile): boolean {
  const node = nodeAt(file.root, "metadata", "enabled");
  if (node === undefined || isAbsent(node)) return true;
  if (node.kind === "word") return node.value === true;
  const hint = "Write metadata.enabled as true or false, without quotes.";
  throw refusal(file, { reason: "metadata.enabled is neither true nor false", hint, node });
}

function priorityOf(file: JsonFile): { readonly priority: number; readonly warnings: readonly Diagnostic[] } {
  const node = nodeAt(file.root, "metadata", "priority");
  if (node === undefined || isAbsent(node)) return { priority: DEFAULT_PRIORITY, warnings: [] };
  if (node.kind === "number" && Number.isFinite(node.value)) return { priority: node.value, warnings: [] };
  const message = `metadata.priority is not a number; ${DEFAULT_PRIORITY} is taken`;
  const location = placeIn(file, node.start);
  return {
    priority: DEFAULT_PRIORITY,
    warnings: [{ code: "MODULES_INDEX_UNREADABLE", severity: "warning", message, location }],
  };
}

interface Reason {
  readonly reason: string;
  readonly hint: string;
  readonly node?: JsonNode;
}

function refusal(file: JsonFile, { reason, hint, node }: Reason): Refusal {
  const location = placeIn(file, (node ?? nodeAt(file.root, "metadata") ?? file.root).start);
  return new Refusal(indexFault(file.path, { reason, hint, location }));
}

function absent(path: string): Diagnostic {
  const hint = "A module is a folder with an index.json; add it, or remove the folder.";
  return indexFault(path, { reason: "it is not there", hint });
}
