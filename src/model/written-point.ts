// What somebody has written to be captured, in a document or in the index of a module, as the model has it; and several of them
// together, such as a component's own and that of its type.

import { posix } from "node:path";
import type { DeclaredDatabase, DeclaredPoint } from "./rollback-point.js";

/** At least one of them. */
export interface WrittenPoint {
  readonly files?: readonly string[];
  readonly services?: readonly string[];
  readonly databases?: readonly WrittenDatabase[];
}

/** Of an SQLite one there is nothing else than the file. */
export interface WrittenDatabase {
  readonly type: "postgresql" | "sqlite";
  readonly database: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly service?: string;
}

export function pointOf(entry: WrittenPoint | undefined): DeclaredPoint | undefined {
  if (entry === undefined) return undefined;
  const { files = [], services = [], databases = [] } = entry;
  const point = { files: files.map(plainPath), services: services.map(unitName), databases: databases.map(databaseOf) };
  return isEmpty(point) ? undefined : point;
}

/** Everything that either names, once. */
export function bothPoints(
  one: DeclaredPoint | undefined,
  other: DeclaredPoint | undefined,
): DeclaredPoint | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const files = [...new Set([...one.files, ...other.files])];
  return {
    files: files.filter((path) => coveringPath(path, files) === undefined),
    services: [...new Set([...one.services, ...other.services])],
    databases: [
      ...new Map([...one.databases, ...other.databases].map((each) => [databaseIdentity(each), each])).values(),
    ],
  };
}

/** The one among `paths` that has this one inside of it: what is in a captured directory is captured with it. */
export function coveringPath(path: string, paths: readonly string[]): string | undefined {
  return paths.find((other) => path.startsWith(`${other}/`));
}

/** As it is compared: without a slash at its end, or twice, and without dots. */
export function plainPath(path: string): string {
  const plain = posix.normalize(path);
  return plain.endsWith("/") ? plain.slice(0, -1) : plain;
}

const UNIT_SUFFIX = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

export function unitName(name: string): string {
  return UNIT_SUFFIX.test(name) ? name : `${name}.service`;
}

/** The same text for what is the same database, as far as the documents tell. */
export function databaseIdentity({ type, database, ...rest }: WrittenDatabase | DeclaredDatabase): string {
  const { host, port, service } = rest as Partial<WrittenDatabase>;
  return type === "sqlite"
    ? JSON.stringify([type, plainPath(database)])
    : JSON.stringify([type, database, host ?? "", port ?? 0, service ?? ""]);
}

function databaseOf(entry: WrittenDatabase): DeclaredDatabase {
  if (entry.type === "sqlite") return { type: "sqlite", database: plainPath(entry.database) };
  const { type, database, host, port, user, service } = entry;
  return {
    ...{ type, database },
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(service !== undefined && { service }),
  };
}

function isEmpty({ files, services, databases }: DeclaredPoint): boolean {
  return files.length + services.length + databases.length === 0;
}
