// PostgreSQL databases on a real server, captured and brought back. What they hold is compared by `pg_dump --create`, before and after.

import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createDatabaseKind, type DatabaseSource } from "../../../src/rollback/databases/index.js";
import { digestOf } from "../../../src/rollback/stored/index.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { refusalOf, restore, type Taken, take, turningSeal } from "../backups.js";
import { type PostgresqlServer, startPostgresql } from "./postgresql-server.js";

const suite = requirePrograms(["psql", "pg_dump"], { package: ["postgresql"] });
const kind = createDatabaseKind();
const started: ChildProcess[] = [];
let server: PostgresqlServer;
let count = 0;

suite("a PostgreSQL database", () => {
  beforeAll(async () => {
    server = await startPostgresql();
    server.sql("postgres", "create role owner login; create role other login; create role gone;");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    for (const session of started.splice(0)) session.kill("SIGKILL");
  });
  afterAll(() => server?.stop());

  test.each([
    { name: "plain", seal: {} },
    { name: "sealed", seal: { seal: turningSeal } },
  ])("with all that an update may change comes back as it was, $name", async ({ seal }) => {
    const database = create("owner", AS_OWNER, AS_ADMIN(`all_${count}`));
    const asItWas = server.dump(database);
    const taken = await take(kind, source(database), { folder: temporaryFolder(), ...seal });
    server.sql(database, CHANGES);
    server.sql(
      database,
      `alter database ${database} set work_mem = '9MB'; alter database ${database} set jit = off; grant create on database ${database} to other; alter role owner in database ${database} set jit = on; alter database ${database} owner to other`,
    );
    expect(server.dump(database)).not.toBe(asItWas);
    await restore(kind, taken);
    expect(server.dump(database)).toBe(asItWas);
    expect(
      server.sql(database, "select string_agg(convert_from(lo_get(oid), 'UTF8'), ',') from pg_largeobject_metadata"),
    ).toBe("large");
    await kind.verify(taken.opened);
  });

  test("comes back for its owner, who may not touch what an administrator has put there", async () => {
    const database = create(
      "owner",
      AS_OWNER,
      "create extension pg_trgm; create schema theirs; create table theirs.t(i int); grant usage on schema theirs to owner; grant select on theirs.t to owner;",
    );
    server.sql(database, "drop table theirs.t"); // What is somebody else's cannot be made again by the owner.
    const asItWas = server.dump(database);
    const taken = await take(kind, source(database, "owner"), { folder: temporaryFolder() });
    server.sql(
      database,
      "drop table items cascade; create table since(i int); create schema since; create view since.v as select 1",
      "owner",
    );
    await restore(kind, taken);
    expect(server.dump(database)).toBe(asItWas);
  });

  test.each([
    {
      name: "without a schema public",
      before: "drop schema public",
      after: "create schema public; create table public.t(i int)",
    },
    {
      name: "whose schema public goes",
      before: "create table t(i int); revoke all on schema public from public",
      after: "drop schema public cascade",
    },
    {
      name: "whose schema public changes hands",
      before: "create table t(i int)",
      after:
        "alter schema public owner to other; comment on schema public is 'changed'; grant all on schema public to other",
    },
  ])("$name comes back as it was", async ({ before, after }) => {
    const database = create("owner", "", before);
    const asItWas = server.dump(database);
    const taken = await take(kind, source(database), { folder: temporaryFolder() });
    server.sql(database, after);
    await restore(kind, taken);
    expect(server.dump(database)).toBe(asItWas);
  });

  test("is captured at one moment while the application writes, and comes back although it holds locks", async () => {
    const database = create(
      "owner",
      "create table one(n int); create table two(n int); insert into one select generate_series(1, 20000); insert into two select * from one",
    );
    for (let i = 0; i < 2; i += 1) session(database, WRITING, "owner");
    await until(() => Number(server.sql(database, "select count(*) from one")) > 20010);
    const taken = await take(kind, source(database), { folder: temporaryFolder() });
    const idle = session(
      database,
      "begin; lock table one in access share mode; insert into two values (-1); select 'locked';",
      "owner",
    );
    await new Promise((resolve) => idle.stdout?.once("data", resolve));
    await restore(kind, taken);
    server.sql(database, "select 1");
    const [one, two, lost] = server
      .sql(
        database,
        "begin isolation level repeatable read; select count(*) from one; select count(*) from two; select count(*) from two where n = -1",
      )
      .split("\n");
    expect([one, lost]).toEqual([two, "0"]);
  });

  test("that cannot be restored stays as it was", async () => {
    const database = create("owner", AS_OWNER);
    server.sql(database, "create table of_gone(i int); alter table of_gone owner to gone;");
    const taken = await take(kind, source(database), { folder: temporaryFolder() });
    server.sql(database, "drop table of_gone; create table since(i int)");
    server.sql("postgres", "drop role gone");
    const before = server.dump(database);
    const refusal = await refusalOf(restore(kind, taken));
    server.sql("postgres", "create role gone");
    expect(refusal).toEqual({
      code: "BACKUP_RESTORE_FAILED",
      message: expect.stringContaining('role "gone" does not exist'),
    });
    expect(refusal.message).toContain("is as it was before the restore");
    expect(server.dump(database)).toBe(before);
    await restore(kind, taken);
    expect(server.sql(database, "select tableowner from pg_tables where tablename = 'of_gone'")).toBe("gone");
  });

  test("whose dump ends too early is neither restored nor changed, wherever that shows", async () => {
    const database = create(
      "owner",
      "create table t(i int, s text); insert into t select i, md5(i::text) from generate_series(1, 60000) i",
    );
    const taken = await take(kind, source(database), { folder: temporaryFolder() });
    server.sql(database, "create table since(i int)");
    const before = server.dump(database);
    truncateSync(taken.backupPath, Math.floor(taken.sizeBytes / 2));
    expect(await refusalOf(restore(kind, taken))).toMatchObject({ code: "BACKUP_DAMAGED" });
    const forged = await withDigest(taken);
    expect(await refusalOf(restore(kind, forged))).toMatchObject({ code: "BACKUP_RESTORE_FAILED" });
    expect(server.dump(database)).toBe(before);
  });

  test.each([
    { name: "is missing", given: { database: "no such thing" }, says: ': database "no such thing" does not exist' },
    { name: "is on no server", given: { host: "/nowhere" }, says: "No such file or directory" },
    {
      name: "is named as a connection string",
      given: { database: "host=/nowhere" },
      says: 'database "host=/nowhere" does not exist',
    },
    { name: "has no such service", given: { service: "nothing" }, says: 'definition of service "nothing" not found' },
  ])("that $name is refused with what the server says", async ({ given, says }) => {
    const refusal = await refusalOf(take(kind, { ...source("postgres"), ...given }, { folder: temporaryFolder() }));
    expect(refusal).toEqual({ code: "BACKUP_SOURCE_UNUSABLE", message: expect.stringContaining(says) });
  });

  test("is found through a service file, over which what is declared wins", async () => {
    const database = create("owner", "create table t(i int)");
    const services = join(temporaryFolder(), "services");
    writeFileSync(services, `[app]\nhost=${server.host}\nuser=admin\ndbname=postgres\n`);
    vi.stubEnv("PGSERVICEFILE", services);
    const taken = await take(kind, { type: "postgresql", database, service: "app" }, { folder: temporaryFolder() });
    server.sql(database, "drop table t");
    await restore(kind, taken);
    expect(server.sql(database, "select count(*) from t")).toBe("0");
  });

  test("newer than the program is said to be so, with the package that helps", async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, "pg_dump"),
      `#!/bin/sh\necho 'pg_dump: error: aborting because of server version mismatch' >&2\necho 'pg_dump: detail: server version: 17.2; pg_dump version: 15.1' >&2\nexit 1\n`,
    );
    chmodSync(join(folder, "pg_dump"), 0o755);
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
    const refusal = await refusalOf(take(kind, source("postgres"), { folder: temporaryFolder() }));
    expect(refusal).toEqual({
      code: "BACKUP_TOOL_MISSING",
      message: expect.stringContaining("pg_dump 15.1 is older than the server (17.2)"),
    });
  });

  test("tells its size beforehand", async () => {
    expect(await kind.estimateBytes(source("postgres"))).toBeGreaterThan(1_000_000);
  });
});

const AS_OWNER = `
create type mood as enum ('good', 'bad'); create domain positive as int check (value > 0);
create table items(id int generated always as identity primary key, amount positive, m mood default 'good', t text);
create table parts(id serial, item int references items, at date) partition by range (at);
create table parts_2020 partition of parts for values from ('2020-01-01') to ('2021-01-01');
insert into items(amount, t) values (1, E'tab\\t and \\\\. and new\\nline'), (2, 'ü');
insert into parts(item, at) values (1, '2020-05-05');
create view totals as select sum(amount) from items; create materialized view cached as select * from items;
create function double(i int) returns int language plpgsql as 'begin return i * 2; end';
create aggregate product(int) (sfunc = int4mul, stype = int); create operator @@@ (function = int4mul, leftarg = int, rightarg = int);
create sequence counter start 7; select nextval('counter'); create schema custom; grant usage on schema custom to other;
create table custom.t(i int); create index on custom.t(i); create statistics custom.s on amount, t from items; comment on table custom.t is 'kept';
grant select on items to other; alter default privileges grant select on tables to other; alter default privileges revoke execute on functions from public;
select lo_from_bytea(4711, 'large'); create policy p on items for select to other using (true);
create text search configuration words (copy = simple); create collation custom.c (locale = 'C');`;

const AS_ADMIN = (name: string) => `
create extension pg_trgm; create foreign data wrapper wrapper; create server far foreign data wrapper wrapper; create user mapping for owner server far options (user 'x');
create publication everything for all tables; create cast (int as text) with inout as assignment;
create function note() returns event_trigger language plpgsql as 'begin end'; create event trigger noted on ddl_command_end execute function note();
comment on database ${name} is 'kept'; alter database ${name} set search_path = public, custom; grant connect on database ${name} to other;
alter role other in database ${name} set work_mem = '8MB'; revoke create on schema public from pg_database_owner;`;

const CHANGES = `
drop event trigger noted; drop table items cascade; drop schema custom cascade; drop extension pg_trgm; alter type mood add value 'new';
create table items(other text); create table public.since(i int, m mood); create schema since; create table since.t(i int);
create view since.v as select * from since.t; create extension hstore schema since; create sequence public.since_s; create domain since_d as text;
create function since_f(mood) returns int language sql as 'select 1'; create cast (bigint as text) with inout as assignment;
drop server far cascade; create foreign data wrapper since_w; create publication since_p for table since.t; drop publication everything;
select lo_unlink(4711); select lo_from_bytea(4712, 'new'); alter default privileges grant all on sequences to other; alter default privileges in schema public grant all on tables to other;
alter default privileges for role owner grant execute on functions to public; grant all on schema public to other; create event trigger since_e on sql_drop execute function note();
create access method since_m type index handler bthandler; alter function double(int) owner to other;
`;

const WRITING = `
do $$ begin loop insert into one values (1); insert into two values (1); commit; end loop; end $$;`;

function create(owner: string, asOwner: string, asAdmin = ""): string {
  const database = `all_${count}`;
  count += 1;
  server.sql("postgres", `create database ${database} owner ${owner}`);
  server.sql(database, asOwner, owner);
  server.sql(database, asAdmin);
  return database;
}

function source(database: string, user = "admin"): DatabaseSource {
  return { type: "postgresql", database, host: server.host, user };
}

function session(database: string, script: string, user: string): ChildProcess {
  const client = spawn("psql", ["-h", server.host, "-U", user, "-d", database, "-XqtA"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  client.stdin?.write(`${script}\n`);
  started.push(client);
  return client;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function withDigest(taken: Taken): Promise<Taken> {
  const { opened } = taken;
  const checksum = await digestOf(taken.backupPath, opened.signal);
  return { ...taken, opened: { ...opened, backup: { ...opened.backup, checksum } } };
}
