// The manifest of the legacy mode, both as its first program wrote it and as its page describes it, as a list of what to run and in
// which order. What one entry has wrong is said in its place in the list, since the others are run all the same.

import { type Diagnostic, OrchestratorError } from "../../../base/index.js";
import { type JsonFile, placeIn, readJsonFile } from "../json-file.js";
import type { JsonNode } from "../json-text.js";
import { isAbsent, itemsOf, nodeAt, plainOf, textOf } from "../json-values.js";
import { isModuleName } from "../read-modules.js";

export interface LegacyModule {
  readonly ok: true;
  /** Of the entry. */
  readonly name: string;
  /** The folder's name. */
  readonly module: string;
  /** A JSON list: what main is given. Undefined for none. */
  readonly argsText?: string;
  readonly version?: string;
  /** SHA-256 in hexadecimal digits. */
  readonly checksum?: string;
}

export interface LegacyRefusal {
  readonly ok: false;
  readonly name: string;
  readonly why: Diagnostic;
}

export type LegacyRun = LegacyModule | LegacyRefusal;

export interface LegacyManifest {
  readonly entrypoint: string;
  /** In order. */
  readonly runs: readonly LegacyRun[];
}

/** Undefined where there is none. Throws MODULES_LEGACY_INVALID where it says nothing of what to run. */
export function readLegacy(path: string): LegacyManifest | undefined {
  const reading = readJsonFile(path);
  if (reading.kind === "absent") return undefined;
  if (reading.kind === "unusable") throw invalid(reading.fault);
  const { file } = reading;
  const entrypoint = textOf(nodeAt(file.root, "entrypoint"));
  const entries = entriesIn(file);
  const start = entrypoint === undefined ? undefined : entries.get(entrypoint);
  if (entrypoint === undefined || start === undefined) throw invalid(noEntrypoint(file, entrypoint));
  return { entrypoint, runs: [...runsOf(start, { file, entries, above: [], visits: { count: 0 } })] };
}

const MOST_VISITS = 10_000;
const MOST_DEPTH = 100;

interface Entry {
  readonly name: string;
  readonly node: JsonNode;
}

interface Walk {
  readonly file: JsonFile;
  readonly entries: ReadonlyMap<string, Entry>;
  /** The entries that lead here. */
  readonly above: readonly string[];
  /** Entries that lead to each other on many ways could be many more than a manifest has letters. */
  readonly visits: { count: number };
}

/** Of entries with the same name the first counts. */
function entriesIn(file: JsonFile): ReadonlyMap<string, Entry> {
  const named = itemsOf(nodeAt(file.root, "updates")).flatMap((node) => {
    const name = textOf(nodeAt(node, "name"));
    return name === undefined ? [] : [{ name, node }];
  });
  return new Map(named.reverse().map((entry) => [entry.name, entry]));
}

/** An entry with children stands for them; where it names a module besides, that is run before them. */
function* runsOf({ name, node }: Entry, walk: Walk): Generator<LegacyRun, void, void> {
  walk.visits.count += 1;
  if (walk.visits.count > MOST_VISITS || walk.above.length > MOST_DEPTH) throw invalid(tooMuch(walk.file));
  const enabled = nodeAt(node, "enabled");
  if (enabled?.kind === "word" && enabled.value === false) return;
  const children = itemsOf(nodeAt(node, "children"));
  if (children.length === 0 || !isAbsent(nodeAt(node, "module"))) yield moduleOf({ name, node }, walk);
  const inner = { ...walk, above: [...walk.above, name] };
  for (const child of children) yield* childRuns(child, inner);
}

function* childRuns(node: JsonNode, walk: Walk): Generator<LegacyRun, void, void> {
  const name = textOf(node);
  const entry = name === undefined ? undefined : walk.entries.get(name);
  const shown = name ?? walk.file.text.slice(node.start, node.end).slice(0, 100);
  if (entry === undefined) yield refusal(shown, "there is no entry of this name", { ...walk, node });
  else if (!walk.above.includes(entry.name)) yield* runsOf(entry, walk);
  else yield refusal(shown, `it is a child of itself: ${[...walk.above, entry.name].join(" → ")}`, { ...walk, node });
}

const CHECKSUM = /^sha256:([0-9a-f]{64})$/;

function moduleOf({ name, node }: Entry, walk: Walk): LegacyRun {
  const module = moduleName(textOf(nodeAt(node, "module")) ?? name);
  if (module === undefined) return refusal(name, "its module has no name that a module may have", { ...walk, node });
  const [args, checksum, version] = ["args", "checksum", "version"].map((key) => nodeAt(node, key));
  const digest = CHECKSUM.exec(textOf(checksum) ?? "")?.[1];
  if (checksum !== undefined && !isAbsent(checksum) && digest === undefined) {
    return refusal(name, 'its checksum is not "sha256:" and 64 hexadecimal digits', { ...walk, node: checksum });
  }
  return {
    ...{ ok: true, name, module },
    ...(itemsOf(args).length > 0 && { argsText: JSON.stringify(itemsOf(args).map(plainOf)) }),
    ...(digest !== undefined && { checksum: digest }),
    ...(textOf(version) !== undefined && { version: textOf(version) ?? "" }),
  };
}

/** `adblock.index`, `modules.adblock` and `updates.modules.adblock.index` are all the module adblock. */
function moduleName(written: string): string | undefined {
  const parts = written.replace(/\.index$/, "").split(".");
  const isQualified = parts.length > 1 && ["modules", "updates"].includes(parts[0] ?? "");
  const name = isQualified ? (parts.at(-1) ?? "") : parts.join(".");
  return isModuleName(name) ? name : undefined;
}

function refusal(name: string, why: string, { file, node }: { readonly file: JsonFile; readonly node: JsonNode }) {
  const message = `The entry ${JSON.stringify(name)} is not run: ${why}`;
  const location = placeIn(file, node.start);
  return { ok: false, name, why: { code: "MODULES_LEGACY_INVALID", severity: "error", message, location } } as const;
}

function tooMuch(file: JsonFile): Diagnostic {
  const message = `Its entrypoint leads to more than ${MOST_VISITS} entries, or to ${MOST_DEPTH} levels of them`;
  const location = placeIn(file, file.root.start);
  return { code: "MODULES_LEGACY_INVALID", severity: "error", message, location };
}

function noEntrypoint(file: JsonFile, name: string | undefined): Diagnostic {
  const message =
    name === undefined ? "It has no entrypoint" : `Its entrypoint ${JSON.stringify(name)} is none of its updates`;
  const hint = "Write the name of one of its updates as entrypoint.";
  return { code: "MODULES_LEGACY_INVALID", severity: "error", message, hint, location: placeIn(file, file.root.start) };
}

function invalid({ message, hint, location }: Diagnostic): OrchestratorError {
  const code = "MODULES_LEGACY_INVALID";
  return new OrchestratorError({ code, message, ...(hint && { hint }), ...(location && { location }) });
}
