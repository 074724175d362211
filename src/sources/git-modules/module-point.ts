// What a module's index names that is to be captured before it runs: the keys of its time (`backup_paths`, `service_name`), those that
// real modules have instead, and a `rollback_point` as documents write it. All stand in `configuration` or `config`.

import type { Diagnostic } from "../../base/index.js";
import { bothPoints, type DeclaredDatabase, type DeclaredPoint, pointOf } from "../../model/index.js";
import { indexFault, type JsonFile, placeIn } from "./json-file.js";
import type { JsonNode } from "./json-text.js";
import { isAbsent, itemsOf, nodeAt, plainOf, textOf } from "./json-values.js";

export interface DeclaredInIndex {
  readonly point: DeclaredPoint;
  /** Of what is left out. */
  readonly warnings: readonly Diagnostic[];
  readonly faults: readonly Diagnostic[];
}

/** What a document may hold, since a document is what it becomes. */
const MOST = { files: 100, services: 100, databases: 20 } as const;
const NOTHING: DeclaredPoint = { files: [], services: [], databases: [] };

export function declaredPoint(file: JsonFile): DeclaredInIndex {
  const nodes = ["configuration", "config"].map((key) => nodeAt(file.root, key));
  const files = sorted(nodes.flatMap(filesIn), (node) => usable(textOf(node), isCapturable));
  const services = sorted(nodes.flatMap(servicesIn), (node) => usable(textOf(node), isUnitName));
  const databases = sorted(nodes.flatMap(databasesIn), databaseOf);
  const point = mergedPoints({ files: files.taken, services: services.taken, databases: databases.taken });
  return {
    point,
    warnings: [...files.refused, ...services.refused].map((node) => warning(file, node)),
    faults: [...databases.refused.map((node) => wrongDatabase(file, node)), ...tooMany(file, point)],
  };
}

/** Everything that any of them names, once, and nothing that is inside of something else. */
export function mergedPoints(...points: readonly Partial<DeclaredPoint>[]): DeclaredPoint {
  return points.reduce<DeclaredPoint>((one, other) => bothPoints(one, pointOf(other) ?? NOTHING) ?? NOTHING, NOTHING);
}

function filesIn(node: JsonNode | undefined): readonly JsonNode[] {
  const places = [["backup_paths"], ["backup", "include_paths"], ["rollback_point", "files"]];
  return places.flatMap((keys) => itemsOf(nodeAt(node, ...keys)));
}

/** The name of a service is often given beside that of its unit, which is the one that counts. */
function servicesIn(node: JsonNode | undefined): readonly JsonNode[] {
  const unit = nodeAt(node, "service", "systemd_service");
  const named = isAbsent(unit) ? nodeAt(node, "service", "name") : unit;
  return [nodeAt(node, "service_name"), named, nodeAt(node, "rollback_point", "services")].flatMap(itemsOf);
}

function databasesIn(node: JsonNode | undefined): readonly JsonNode[] {
  return itemsOf(nodeAt(node, "rollback_point", "databases"));
}

interface Sorted<Kind> {
  readonly taken: readonly Kind[];
  readonly refused: readonly JsonNode[];
}

function sorted<Kind>(nodes: readonly JsonNode[], take: (node: JsonNode) => Kind | undefined): Sorted<Kind> {
  const read = nodes.map((node) => ({ node, kind: take(node) }));
  return {
    taken: read.flatMap(({ kind }) => (kind === undefined ? [] : [kind])),
    refused: read.filter(({ kind }) => kind === undefined).map(({ node }) => node),
  };
}

function usable(text: string | undefined, test: (text: string) => boolean): string | undefined {
  return text !== undefined && test(text) ? text : undefined;
}

const MAX_PATH_CHARACTERS = 1024;

/** As the schema of documents has it: absolute, not that of the whole file system, without a way up. */
function isCapturable(path: string): boolean {
  if (!path.startsWith("/") || path.length > MAX_PATH_CHARACTERS || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(path)) return false;
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts.length > 0 && !parts.includes("..");
}

function isUnitName(name: string): boolean {
  return /^(?!-)(?!.*@(\.[^@]*)?$)[A-Za-z0-9:_.\\@-]{1,246}$/.test(name);
}

/** Its other keys are checked with the document that it becomes part of. */
function databaseOf(node: JsonNode): DeclaredDatabase | undefined {
  const [type, database] = ["type", "database"].map((key) => textOf(nodeAt(node, key)));
  if (database === undefined || database === "") return undefined;
  if (type === "sqlite") return isCapturable(database) ? { type, database } : undefined;
  return type === "postgresql" ? (plainOf(node) as DeclaredDatabase) : undefined;
}

function warning(file: JsonFile, node: JsonNode): Diagnostic {
  const written = file.text.slice(node.start, node.end).slice(0, 200);
  return {
    code: "MODULES_POINT_INCOMPLETE",
    severity: "warning",
    message: `${written} is not captured before the module runs: it is no absolute path, or no name of a systemd unit`,
    hint: 'Write an absolute path without "..", or the name of a unit.',
    location: placeIn(file, node.start),
  };
}

function wrongDatabase(file: JsonFile, node: JsonNode): Diagnostic {
  const hint = 'Write {"type": "sqlite", "database": "/PATH"}, or "postgresql" with the name of the database.';
  const reason = "a database of its rollback_point cannot be captured as it is described";
  return indexFault(file.path, { reason, hint, location: placeIn(file, node.start) });
}

function tooMany(file: JsonFile, point: DeclaredPoint): readonly Diagnostic[] {
  const kinds = ["files", "services", "databases"] as const;
  const over = kinds.filter((kind) => point[kind].length > MOST[kind]);
  const hint = "Name folders instead of the single files in them.";
  return over.map((kind) =>
    indexFault(file.path, {
      reason: `it names ${point[kind].length} ${kind} to capture, and may name ${MOST[kind]}`,
      hint,
    }),
  );
}
