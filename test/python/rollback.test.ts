// The helpers that modules call: GlobalRollback with the real program, in modules like those of the original's documents; and what of
// it goes to the program, and what never does.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programPath, temporaryFolder } from "../support/index.js";
import { makeRecorder, packageFolder, python, pythonSuite } from "./python.js";

interface Place {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

function makePlace(program = programPath): Place {
  const folder = temporaryFolder();
  const store = join(folder, "store");
  const environment = { ORCHESTRATOR_PROGRAM: program, PYTHONPATH: packageFolder, ORCHESTRATOR_MODULE: "web" };
  const directories = { MENDER_ORCHESTRATOR_DATASTORE_DIR: store, MENDER_ORCHESTRATOR_CONF_DIR: join(folder, "conf") };
  writeFileSync(join(folder, "settings"), "one");
  return {
    folder,
    environment: { ...environment, ...directories, MENDER_ORCHESTRATOR_BACKUPS_DIR: join(folder, "backups") },
  };
}

/** What the script prints, as one JSON text in its last line. */
async function answerOf({ folder, environment }: Place, script: string): Promise<unknown> {
  const begin = `import json, os\nos.chdir(${JSON.stringify(folder)})\nfrom updates.utils.global_rollback import *\n`;
  const { stdout, stderr } = await python(["-c", `${begin}${script}\nprint(json.dumps(answer))`], environment);
  expect(stderr).toBe("");
  return JSON.parse(stdout.split("\n").at(-1) ?? "");
}

pythonSuite("GlobalRollback, with the program", () => {
  test("a file comes back, by all of its ways, and is listed", async () => {
    const place = makePlace();
    const script = `
rollback = GlobalRollback()
info = rollback.backup_file("settings", "before", "web")
open("settings", "w").write("two")
first = rollback.restore_backup(info.backup_id), open("settings").read()
simple = backup_file_simple("settings", "simple")
ids = [each.backup_id for each in rollback.list_backups()]
answer = [first, ids == [simple, info.backup_id], [each.description for each in rollback.list_backups("web", "file")],
    BackupInfo.from_dict(info.to_dict()) == info, info.metadata["module_name"], info.source_path, os.path.exists(info.backup_path),
    rollback.cleanup_old_backups(max_age_days=0, keep_minimum=1), restore_backup_simple(simple)]`;
    const path = join(place.folder, "settings");
    expect(await answerOf(place, script)).toEqual([[true, "one"], true, ["before"], true, "web", path, true, 0, true]);
  });

  test("a point comes back as a whole: a path that was not there is not there again", async () => {
    const place = makePlace();
    const database = join(place.folder, "cache.db");
    execFileSync("sqlite3", [database, "create table t (a); insert into t values (1)"]);
    const script = `
def change():
    open("settings", "w").write("two"); open("new", "w").write("")
rollback = create_global_rollback("own")
point = rollback.create_rollback_point(module_name="web", description="before", files=["settings", "new"],
    databases=[{"type": "sqlite", "database": ${JSON.stringify(database)}}])
change()
whole = rollback.restore_rollback_point(point), open("settings").read(), os.path.exists("new")
change()
later = GlobalRollback("own").restore_rollback_point(point), open("settings").read(), os.path.exists("new")
part = rollback.restore_rollback_point({"file_settings": point["file_settings"]})
lost = rollback.restore_rollback_point({**point, "services": "0123456789abcdef"})
answer = [sorted(point), whole, later, part, lost]`;
    const back = [true, "one", false];
    expect(await answerOf(place, script)).toEqual([
      ["database_0", "file_new", "file_settings"],
      back,
      back,
      true,
      false,
    ]);
    expect(existsSync(join(place.folder, "backups"))).toBe(false);
  });

  test("what cannot be made is raised, what cannot be brought back is false", async () => {
    const script = `
rollback = GlobalRollback()
def said(make):
    try: return make()
    except GlobalRollbackError as error: return str(error)
answer = [said(lambda: rollback.backup_file("/nonexistent", "before")), rollback.restore_backup("unknown"),
    said(lambda: rollback.backup_database({"type": "oracle", "database": "x"}, "before")),
    said(lambda: rollback.backup_services([], "before")), rollback.create_rollback_point("web", "nothing")]`;
    expect(await answerOf(makePlace(), script)).toEqual([
      "Source path does not exist: /nonexistent",
      false,
      "Unsupported database type: oracle",
      "Failed to backup service: nothing is named",
      {},
    ]);
  });
});

const CREATED = `{"id": "1", "isPoint": true, "warnings": ["careful"], "backups": [
  {"id": "1", "point": "9", "key": "database_0", "module": "m", "type": "database", "description": "", "source": "app",
   "path": "/nonexistent/1_db.dump", "createdAt": "2026-01-02T03:04:05.000Z", "checksum": "", "sizeBytes": 3}]}`;

pythonSuite("GlobalRollback, and what the program is told", () => {
  test("passwords go by a file of libpq, which others cannot read, and are in no command line", async () => {
    const folder = temporaryFolder();
    const seen = join(folder, "seen");
    const look = `stat -L -c %a%F "$PGPASSFILE" >>${seen}; cat "$PGPASSFILE" >>${seen}; env | grep -c secret >>${seen}`;
    const recorder = makeRecorder(`${look}\ncat <<'END'\n${CREATED}\nEND`);
    writeFileSync(join(folder, "own"), "own:*:*:*:mine\n");
    const place = makePlace(recorder.path);
    const environment = { ...place.environment, PGPASSFILE: join(folder, "own") };
    const config =
      '{"type": "postgresql", "host": "db", "port": 5433, "user": "a:b", "password": "se\\\\cret:1", "database": "app"}';
    const script = `info = GlobalRollback("/b").backup_database(${config}, "-d", "m")\nanswer = [info.timestamp, info.metadata]`;
    expect(await answerOf({ ...place, environment }, script)).toEqual([1767323045, { size: 3, module_name: "m" }]);
    expect(readFileSync(seen, "utf8")).toBe("600regular file\ndb:5433:*:a\\:b:se\\\\cret\\:1\nown:*:*:*:mine\n0\n");
    expect(recorder.calls()).toEqual([
      [
        ...[
          "--log-level",
          "error",
          "backup",
          "create",
          "--output=json",
          "--backup-dir=/b",
          "--module=m",
          "--description=-d",
        ],
        ...["--postgresql=dbname=app host=db port=5433 user=a:b", "--"],
      ],
    ]);
  });

  test.each([
    ["exit 1", "exited with 1"],
    ["echo no room >&2; exit 1", "no room"],
    ['echo \'{"error": {"message": "no disk"}}\'; exit 1', "no disk"],
    ["echo '[1]'", "exited with 0"],
    ["kill -9 $$", "exited with -9"],
  ])("an answer that is none, %s", async (program, expected) => {
    const script = `
try: GlobalRollback().list_backups(); answer = ""
except GlobalRollbackError as error: answer = str(error)`;
    expect(await answerOf(makePlace(makeRecorder(program).path), script)).toContain(expected);
  });
});
