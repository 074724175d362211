// What no schema can see in a rollback point: something named twice, a path inside of another one, a database that is described
// in the words of the other kind, a password in a connection string.

import type { Diagnostic } from "../../base/index.js";
import { coveringPath, databaseIdentity, plainPath, unitName } from "../../model/index.js";
import { fault, warning } from "../fault.js";
import { follow, listedComponents, typeNames, valueAt } from "../outline.js";
import { PATH_HINT } from "../schema/rollback-point-wording.js";
import { quote } from "../wording.js";
import type { DocumentPath, YamlDocument } from "../yaml/yaml-document.js";

const KEY = "rollback_point";
const CODE = "MANIFEST_ROLLBACK_POINT_INVALID";
/** More than the schema lets pass are not compared with each other. */
const MOST_COMPARED = 200;

export function checkRollbackPoints(document: YamlDocument): readonly Diagnostic[] {
  const types = (typeNames(document) ?? []).map((type): DocumentPath => ["component_types", type]);
  const places = [...types, ...(listedComponents(document) ?? []).map(({ path }) => path)];
  const declared = places.filter((path) => valueAt(follow(document.value, path), KEY) !== undefined);
  return [
    ...declared.flatMap((path) => checkPoint(document, [...path, KEY])),
    ...types.flatMap((path) => checkUse(document, path)),
  ];
}

function checkPoint(document: YamlDocument, point: DocumentPath): readonly Diagnostic[] {
  const files = [...point, "files"];
  return [
    ...checkTwice(document, files, (path) => textual(path, plainPath)),
    ...checkCovered(document, files),
    ...checkTwice(document, [...point, "services"], (name) => textual(name, unitName)),
    ...checkTwice(document, [...point, "databases"], identityOfDatabase),
    ...itemsAt(document, [...point, "databases"]).flatMap((each, index) =>
      checkDatabase(document, each, [...point, "databases", index]),
    ),
  ];
}

/** What is declared to have no way back is not given one by what was captured. */
function checkUse(document: YamlDocument, path: DocumentPath): readonly Diagnostic[] {
  const entry = follow(document.value, path);
  if (valueAt(entry, "rollback") !== "unsupported" || valueAt(entry, KEY) === undefined) return [];
  return [
    warning({
      code: "MANIFEST_ROLLBACK_POINT_UNUSED",
      message: `The rollback point of ${quote(String(path.at(-1)))} is captured and not restored: its entry says rollback: unsupported`,
      hint: "Remove rollback: unsupported if the rollback point is the way back.",
      location: document.locateKey([...path, KEY]),
    }),
  ];
}

type Identify = (item: unknown) => string | undefined;

function checkTwice(document: YamlDocument, list: DocumentPath, identify: Identify): readonly Diagnostic[] {
  const seen = new Map<string, number>();
  return itemsAt(document, list).flatMap((item, index) => {
    const identity = identify(item);
    const earlier = identity === undefined ? undefined : seen.get(identity);
    if (identity !== undefined && earlier === undefined) seen.set(identity, index);
    if (earlier === undefined) return [];
    const { line } = document.locateValue([...list, earlier]);
    const message = `This rollback point names the same already on line ${line}`;
    return [fault({ code: CODE, message, hint: "Remove one of the two.", location: at(document, list, index) })];
  });
}

function checkCovered(document: YamlDocument, list: DocumentPath): readonly Diagnostic[] {
  const items = itemsAt(document, list);
  const paths = items.flatMap((item) => textual(item, plainPath) ?? []);
  return items.flatMap((item, index) => {
    const path = textual(item, plainPath);
    const covering = path === undefined ? undefined : coveringPath(path, paths);
    if (path === undefined || covering === undefined || covering === "") return [];
    const message = `${quote(path)} is inside of ${quote(covering)}, which this rollback point captures with all that is in it`;
    return [fault({ code: CODE, message, hint: "Remove one of the two.", location: at(document, list, index) })];
  });
}

const OF_POSTGRESQL = ["host", "port", "user", "service"];

function checkDatabase(document: YamlDocument, entry: unknown, path: DocumentPath): readonly Diagnostic[] {
  const type = valueAt(entry, "type");
  const database = valueAt(entry, "database");
  const place = [...path, "database"];
  if (type === "sqlite") return [...checkFile(document, database, place), ...checkForeignKeys(document, entry, path)];
  if (type !== "postgresql" || typeof database !== "string" || !/=|:\/\//.test(database)) return [];
  const message = "A PostgreSQL database is described by its name, not by a connection string";
  const hint = "Write host, port and user as keys of their own; a password belongs into .pgpass or pg_service.conf.";
  return [fault({ code: CODE, message, hint, location: document.locateValue(place) })];
}

function checkFile(document: YamlDocument, database: unknown, place: DocumentPath): readonly Diagnostic[] {
  if (typeof database !== "string" || database === "" || isCapturable(database)) return [];
  const message = `${quote(database)} is not the absolute path of a database file`;
  return [fault({ code: CODE, message, hint: PATH_HINT, location: document.locateValue(place) })];
}

function checkForeignKeys(document: YamlDocument, entry: unknown, path: DocumentPath): readonly Diagnostic[] {
  const foreign = OF_POSTGRESQL.filter((key) => valueAt(entry, key) !== undefined);
  return foreign.map((key) =>
    fault({
      code: CODE,
      message: `An SQLite database has no ${quote(key)}`,
      hint: `Remove it, or write type: postgresql.`,
      location: document.locateKey([...path, key]),
    }),
  );
}

function isCapturable(path: string): boolean {
  return path.startsWith("/") && !path.endsWith("/") && !path.split("/").includes("..") && plainPath(path) !== "";
}

function identityOfDatabase(item: unknown): string | undefined {
  const [type, database, host, port, service] = ["type", "database", "host", "port", "service"].map((key) =>
    valueAt(item, key),
  );
  if ((type !== "sqlite" && type !== "postgresql") || typeof database !== "string") return undefined;
  return databaseIdentity({
    ...{ type, database },
    ...(typeof host === "string" && { host }),
    ...(typeof port === "number" && { port }),
    ...(typeof service === "string" && { service }),
  });
}

function textual(item: unknown, form: (text: string) => string): string | undefined {
  return typeof item === "string" && item !== "" ? form(item) : undefined;
}

function itemsAt(document: YamlDocument, list: DocumentPath): readonly unknown[] {
  const items = follow(document.value, list);
  return Array.isArray(items) ? items.slice(0, MOST_COMPARED) : [];
}

function at(document: YamlDocument, list: DocumentPath, index: number) {
  return document.locateValue([...list, index]);
}
