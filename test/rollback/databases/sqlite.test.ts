// SQLite databases, captured and brought back with the real shell. What they hold is compared by `.dump`, files by `stat` and `getfacl`.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createDatabaseKind } from "../../../src/rollback/databases/index.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { refusalOf, restore, type Taken, take, turningSeal } from "../backups.js";

const suite = requirePrograms(["sqlite3", "setfacl", "setfattr"], { package: ["sqlite3", "acl", "attr"] });
const kind = createDatabaseKind({ busySeconds: 20 });
const started: ChildProcess[] = [];

afterEach(async () => {
  for (const process of started.splice(0)) await ended(process);
});

const SCHEMA = `
create table t(x); insert into t values(1),(2),(3),(4); delete from t where x in (1,3);
create table k(id integer primary key autoincrement, v);
create view a_view as select * from t; create virtual table words using fts5(body); insert into words values('hello');
create index on_t on t(x); create trigger after_t after insert on t begin insert into k(v) values (new.x); end;
insert into t values(9); create table made_last(z);`;

suite("a SQLite database", () => {
  test.each([
    { name: "in a rollback journal", before: "", seal: undefined },
    { name: "with a write-ahead log", before: "pragma journal_mode=wal;", seal: undefined },
    { name: "with pages and numbers of its own", before: PRAGMAS, seal: undefined },
    { name: "sealed", before: "pragma journal_mode=wal;", seal: turningSeal },
  ])("$name comes back as it was, and nothing lies beside it", async ({ before, seal }) => {
    const { database, folder, file } = create(before + SCHEMA);
    const asItWas = [contentOf(database), pragmasOf(database)];
    const taken = await take(kind, { type: "sqlite", database }, { folder, ...(seal === undefined ? {} : { seal }) });
    sql(database, `${CHANGES} pragma journal_mode=${before.includes("wal") ? "delete" : "wal"};`);
    await restore(kind, taken);
    expect([contentOf(database), pragmasOf(database)]).toEqual(asItWas);
    expect(readdirSync(file).sort()).toEqual(["app.db"]);
    expect(readdirSync(folder)).toEqual([taken.backupPath.split("/").at(-1)]);
    await kind.verify(taken.opened);
  });

  test("is captured at one moment while writers are busy", async () => {
    const { database, folder } = create(`pragma journal_mode=delete; create table one(n); create table two(n);${FILL}`);
    const writers = [1, 2, 3].map(() =>
      write(database, "begin immediate; insert into one values(1); insert into two values(1); commit;"),
    );
    await until(() => Number(sql(database, "select count(*) from one")) > 3);
    const taken = await take(kind, { type: "sqlite", database }, { folder });
    for (const writer of writers) await ended(writer);
    const counts = sql(taken.backupPath, "select (select count(*) from one), (select count(*) from two)").split("|");
    expect(counts[0]).toBe(counts[1]);
    expect(sql(taken.backupPath, "pragma integrity_check")).toBe("ok");
  });

  test("with a write-ahead log, whose pages got another size, has the old size again", async () => {
    const { database, folder } = create(`pragma page_size=8192; pragma journal_mode=wal; ${SCHEMA}`);
    const asItWas = [contentOf(database), pragmasOf(database)];
    const taken = await take(kind, { type: "sqlite", database }, { folder });
    sql(database, "pragma journal_mode=delete; pragma page_size=1024; vacuum; pragma journal_mode=wal;");
    await restore(kind, taken);
    expect([contentOf(database), pragmasOf(database)]).toEqual(asItWas);
  });

  test("keeps mode, owner, ACL and extended attributes, also when the update has put another file in place", async () => {
    const { database, folder, file } = create(SCHEMA);
    execFileSync("chmod", ["640", database]);
    execFileSync("setfacl", ["-m", "u:7:rw", database]);
    execFileSync("setfattr", ["-n", "user.kept", "-v", "yes", database]);
    if (process.getuid?.() === 0) execFileSync("chown", ["7:8", database]);
    const attributes = attributesOf(database);
    const taken = await take(kind, { type: "sqlite", database }, { folder });
    rmSync(database);
    writeFileSync(database, "not a database at all, and long enough to be looked at as one".repeat(20));
    writeFileSync(`${database}-wal`, "stale");
    await restore(kind, taken);
    expect(attributesOf(database)).toBe(attributes);
    expect(readdirSync(file)).toEqual(["app.db"]);
    expect(sql(database, "select count(*) from t")).toBe("3");
  });

  test.each(["gone", "a link to another"])("comes back where it is %s", async (now) => {
    const { database, folder, file } = create(SCHEMA);
    const asItWas = contentOf(database);
    const taken = await take(kind, { type: "sqlite", database }, { folder });
    renameSync(database, join(file, "other"));
    if (now !== "gone") symlinkSync("other", database);
    sql(join(file, "other"), CHANGES);
    const other = contentOf(join(file, "other"));
    await restore(kind, taken);
    expect([contentOf(database), contentOf(join(file, "other"))]).toEqual([asItWas, other]);
  });

  test("named by a link is captured where it lies, and the link leads there again", async () => {
    const { database, folder, file } = create(SCHEMA);
    const link = join(file, "current");
    symlinkSync("app.db", link);
    const asItWas = contentOf(database);
    const taken = await take(kind, { type: "sqlite", database: link }, { folder });
    sql(database, CHANGES);
    rmSync(link);
    symlinkSync("elsewhere", link);
    await restore(kind, taken);
    expect([contentOf(database), contentOf(link)]).toEqual([asItWas, asItWas]);
  });

  test("shows a process that has it open the old content, and takes what it writes afterwards", async () => {
    const { database, folder } = create(`pragma journal_mode=wal;${SCHEMA}`);
    const taken = await take(kind, { type: "sqlite", database }, { folder });
    const writer = write(database, "insert into made_last values(1);");
    await until(() => Number(sql(database, "select count(*) from made_last")) > 3);
    await restore(kind, taken);
    const after = Number(sql(database, "select count(*) from made_last"));
    await until(() => Number(sql(database, "select count(*) from made_last")) > after);
    await ended(writer);
    expect(sql(database, "pragma integrity_check")).toBe("ok");
  });

  test.each([
    { name: "is missing", make: () => undefined, code: "BACKUP_SOURCE_UNUSABLE", says: "Source path does not exist" },
    {
      name: "is a folder",
      make: (path: string) => mkdirSync(path),
      code: "BACKUP_SOURCE_UNUSABLE",
      says: "is not a file",
    },
    {
      name: "is a pipe",
      make: (path: string) => execFileSync("mkfifo", [path]),
      code: "BACKUP_SOURCE_UNUSABLE",
      says: "is not a file",
    },
    {
      name: "is something else",
      make: (path: string) => writeFileSync(path, "x".repeat(5000)),
      code: "BACKUP_SOURCE_UNUSABLE",
      says: "is not a SQLite database",
    },
  ])("that $name is refused by name", async ({ make, code, says }) => {
    const [folder, database] = [temporaryFolder(), join(temporaryFolder(), 'it\'s "a" name?#%41.db')];
    make(database);
    const refusal = await refusalOf(take(kind, { type: "sqlite", database }, { folder }));
    expect(refusal).toEqual({ code, message: expect.stringContaining(says) });
    expect(refusal.message).toContain(database);
  });

  test("beside which a pipe lies is neither captured nor restored, and not waited for", async () => {
    const { database, folder } = create(SCHEMA);
    const taken = await take(kind, { type: "sqlite", database }, { folder });
    execFileSync("mkfifo", [`${database}-journal`]);
    const refusal = await refusalOf(take(kind, { type: "sqlite", database }, { folder }));
    expect(refusal).toEqual({
      code: "BACKUP_SOURCE_UNUSABLE",
      message: expect.stringContaining("-journal is not a file"),
    });
    expect(await refusalOf(restore(kind, taken))).toEqual({
      code: "BACKUP_RESTORE_FAILED",
      message: expect.stringContaining("-journal is not a file"),
    });
  });

  test("of any name is captured and comes back", async () => {
    const { folder, file } = create("");
    const database = join(file, 'it\'s "a" näme?#%41\\ \n.db');
    sqlInput(database, "create table t(x); insert into t values(1);");
    const taken = await take(kind, { type: "sqlite", database }, { folder });
    sqlInput(database, "delete from t;");
    await restore(kind, taken);
    expect(sqlInput(database, "select count(*) from t;").trim()).toBe("1");
  });

  test("that stays locked is told at capture, and at restore is left as it was", async () => {
    const { database, folder } = create(SCHEMA);
    const impatient = createDatabaseKind({ busySeconds: 0.1 });
    const taken = await take(impatient, { type: "sqlite", database }, { folder });
    sql(database, CHANGES);
    const locker = spawn("sqlite3", ["-batch", database], { stdio: ["pipe", "pipe", "ignore"] });
    started.push(locker);
    locker.stdin.write("begin exclusive;\nselect 'locked';\n");
    await new Promise((resolve) => locker.stdout.once("data", resolve));
    const capture = await refusalOf(take(impatient, { type: "sqlite", database }, { folder }));
    const restored = await refusalOf(restore(impatient, taken));
    await ended(locker);
    expect(capture).toEqual({ code: "BACKUP_FAILED", message: expect.stringContaining("locked") });
    expect(restored).toEqual({
      code: "BACKUP_RESTORE_FAILED",
      message: expect.stringContaining("is as it was before the restore"),
    });
    expect(sql(database, "select count(*) from new_table")).toBe("1");
  });

  test("whose backup was damaged is not touched", async () => {
    const { database, folder } = create(SCHEMA);
    const taken = await take(kind, { type: "sqlite", database }, { folder });
    sql(database, CHANGES);
    const content = contentOf(database);
    flipByte(taken);
    expect(await refusalOf(kind.verify(taken.opened))).toMatchObject({ code: "BACKUP_DAMAGED" });
    expect(await refusalOf(restore(kind, taken))).toMatchObject({ code: "BACKUP_DAMAGED" });
    expect(contentOf(database)).toBe(content);
  });

  test("whose folder was replaced by a link elsewhere is not followed there", async () => {
    const { database, folder, file } = create(SCHEMA);
    const taken = await take(kind, { type: "sqlite", database }, { folder });
    renameSync(file, `${file}.moved`);
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, file);
    expect(await refusalOf(restore(kind, taken))).toMatchObject({ code: "BACKUP_RESTORE_FAILED" });
    expect(readdirSync(elsewhere)).toEqual([]);
    rmSync(`${file}.moved`, { recursive: true });
  });
});

const PRAGMAS =
  "pragma page_size=8192; pragma auto_vacuum=2; vacuum; pragma application_id=77; pragma user_version=5; pragma encoding='UTF-8';";
const CHANGES =
  "drop view a_view; drop trigger after_t; alter table t add column y; insert into t values(5, 6); drop table k; create table new_table(a); insert into new_table values(1); pragma user_version=99; vacuum;";
const FILL =
  "create table filling(b); with recursive c(n) as (select 1 union all select n+1 from c where n<20000) insert into filling select randomblob(500) from c;";

function create(script: string): { readonly database: string; readonly folder: string; readonly file: string } {
  const [folder, file] = [temporaryFolder(), join(temporaryFolder(), "data")];
  mkdirSync(file);
  const database = join(file, "app.db");
  sql(database, script);
  return { database, folder, file };
}

function sql(database: string, script: string): string {
  return execFileSync(
    "sqlite3",
    ["-init", "/dev/null", "-batch", "-bail", "-cmd", ".timeout 20000", database, script],
    { encoding: "utf8" },
  ).trim();
}

/** The shell does not take every name for one as an argument. */
function sqlInput(database: string, script: string): string {
  return execFileSync("sqlite3", ["-init", "/dev/null", "-batch", `file:${encodeURIComponent(database)}`], {
    encoding: "utf8",
    input: script,
  });
}

function contentOf(database: string): string {
  return sql(database, ".dump --preserve-rowids");
}

function pragmasOf(database: string): string {
  const names = ["journal_mode", "page_size", "auto_vacuum", "application_id", "user_version", "encoding"];
  return sql(database, names.map((name) => `pragma ${name};`).join(" "));
}

function attributesOf(path: string): string {
  const look = (program: string, ...args: readonly string[]) =>
    execFileSync(program, [...args, path], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return look("stat", "-c", "%a %u %g %Y") + look("getfacl", "-n") + look("getfattr", "-d", "-m", "-");
}

/** Writes again and again, until it is ended. */
function write(database: string, statement: string): ChildProcess {
  const script = `while :; do printf '.timeout 20000\\n%s\\n' "$1" | sqlite3 -init /dev/null -batch "$0" || exit 1; done`;
  const writer = spawn("sh", ["-c", script, database, statement], { stdio: "ignore", detached: true });
  started.push(writer);
  return writer;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function flipByte({ backupPath }: Taken): void {
  expect(existsSync(backupPath)).toBe(true);
  const bytes = readFileSync(backupPath);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(backupPath, bytes);
}
