// A literal password, with a server that asks for it: it serves the object that it was given to, and lies nowhere.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createGlobalRollback } from "../../../src/rollback/index.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { type PostgresqlServer, startPostgresql } from "../databases/postgresql-server.js";
import { SILENT } from "../store/fakes.js";

const PASSWORD = "it's s3cret";

requirePrograms(["psql", "pg_dump"], { package: "postgresql" })("a database behind a password", () => {
  let server: PostgresqlServer;

  beforeAll(async () => {
    server = await startPostgresql();
    server.sql("postgres", `CREATE ROLE app LOGIN PASSWORD 'it''s s3cret'; CREATE DATABASE app OWNER app`);
    server.sql("app", "CREATE TABLE t AS SELECT 1 AS x", "app");
    const rules = "local all admin trust\nlocal all app scram-sha-256\n";
    writeFileSync(join(server.host, "data", "pg_hba.conf"), rules);
    server.sql("postgres", "SELECT pg_reload_conf()");
    vi.stubEnv("PGPASSFILE", "/nowhere");
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await server?.stop();
  });

  test("comes back by the object that knows it, and by no other", async () => {
    const folder = join(temporaryFolder(), "backups");
    const [rollback, other] = [1, 2].map(() => createGlobalRollback(folder, { log: SILENT }));
    const database = {
      type: "postgresql",
      host: server.host,
      user: "app",
      database: "app",
      password: PASSWORD,
    } as const;
    const backup = await rollback?.backupDatabase(database, "pre_migration", "app");
    const id = backup?.backupId ?? "";
    server.sql("app", "INSERT INTO t VALUES (2); CREATE TABLE u (y int)");
    expect(await other?.restoreBackup(id)).toBe(false);
    expect(server.sql("app", "SELECT count(*) FROM t")).toBe("2");
    expect(await rollback?.restoreBackup(id)).toBe(true);
    expect(server.sql("app", "SELECT count(*), to_regclass('u') IS NULL FROM t")).toBe("1|t");
    for (const name of ["backups_index.json", "operations.log"]) {
      expect(readFileSync(join(folder, name), "utf8")).not.toContain("s3cret");
    }
  });
});
