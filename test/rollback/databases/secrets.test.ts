// Where names and passwords go when PostgreSQL's programs are run: looked at from inside programs that stand in for them.

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createDatabaseKind, type DatabaseSource } from "../../../src/rollback/databases/index.js";
import { temporaryFolder } from "../../support/index.js";
import { refusalOf, take } from "../backups.js";

const PASSWORD = "it's s3cret";
const FACTS = JSON.stringify({ size: 1, public: true, superuser: true, owner: true, extensions: null, schemas: null });
const SOURCE: DatabaseSource = {
  type: "postgresql",
  database: "app",
  host: "db.example",
  port: 5433,
  user: "role_a",
  password: PASSWORD,
};

describe("a literal password", () => {
  afterEach(() => void vi.unstubAllEnvs());

  test("reaches the programs by their environment, and neither a command line nor what is stored", async () => {
    const seen = standIn({ psql: `cat >/dev/null; echo '${FACTS}'`, pg_dump: "echo dump" });
    const taken = await take(createDatabaseKind(), SOURCE, { folder: temporaryFolder() });
    for (const program of ["psql", "pg_dump"]) {
      const { args, env } = seen(program);
      expect(env).toEqual(
        expect.arrayContaining([
          `PGPASSWORD=${PASSWORD}`,
          "PGUSER=role_a",
          "PGHOST=db.example",
          "PGPORT=5433",
          "PGDATABASE=app",
        ]),
      );
      expect(args).toContain("--no-password");
      for (const secret of [PASSWORD, "role_a"]) expect(args.join(" ")).not.toContain(secret);
    }
    expect(JSON.stringify(taken.opened.backup)).not.toContain(PASSWORD);
    expect(taken.metadata["db_config"]).toEqual({
      type: "postgresql",
      database: "app",
      host: "db.example",
      port: 5433,
      user: "role_a",
    });
  });

  test.each([
    { name: "before the dump", programs: { psql: 'echo "psql: error: $PGPASSWORD is wrong" >&2; exit 2' } },
    {
      name: "by the dump",
      programs: {
        psql: `cat >/dev/null; echo '${FACTS}'`,
        pg_dump: 'echo "pg_dump: error: $PGPASSWORD is wrong" >&2; exit 1',
      },
    },
  ])("is not repeated where it is said $name", async ({ programs }) => {
    standIn(programs);
    const refusal = await refusalOf(take(createDatabaseKind(), SOURCE, { folder: temporaryFolder() }));
    expect(refusal.message).toContain("*** is wrong");
    expect(refusal.message).not.toContain(PASSWORD);
  });
});

describe("beside a service file", () => {
  afterEach(() => void vi.unstubAllEnvs());

  test("what is declared is a connection string, in which a name stays a name", async () => {
    const seen = standIn({ psql: `cat >/dev/null; echo '${FACTS}'`, pg_dump: "echo dump" });
    const database = "a' host='elsewhere\\";
    await take(createDatabaseKind(), { type: "postgresql", database, service: "app" }, { folder: temporaryFolder() });
    expect(seen("pg_dump").args).toContain("--dbname=service='app' dbname='a\\' host=\\'elsewhere\\\\'");
  });
});

/** Each writes down what it was called with, and does as its script says. */
function standIn(scripts: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(scripts)) {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\0' "$@" >'${path}.args'\nenv -0 >'${path}.env'\n${script}\n`);
    chmodSync(path, 0o755);
  }
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
  const list = (path: string) => readFileSync(path, "utf8").split("\0").slice(0, -1);
  return (name: string) => ({ args: list(join(folder, `${name}.args`)), env: list(join(folder, `${name}.env`)) });
}
