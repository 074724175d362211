export { createDatabaseKind } from "./kind.js";
export type { DatabaseSource, PostgresqlSource } from "./sources.js";
