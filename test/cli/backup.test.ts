// The `backup` commands: what they ask of the use cases, what they answer, and that nobody's data is overwritten unasked.

import { EventEmitter } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { OrchestratorError } from "../../src/base/index.js";
import type { App, BackupView, UnitView } from "../../src/cli/app-types.js";
import { formatTime } from "../../src/cli/render/text.js";
import { temporaryFolder } from "../support/index.js";
import { Remembering, run } from "./support.js";

const AT = "2026-03-01T12:00:00.000Z";
const LOCAL = formatTime(Date.parse(AT));

const FILE: BackupView = {
  ...{ id: "904e65d2f1ecd874", point: "304f1b5a578bc41b", key: "file_app", module: "app", type: "file" },
  ...{ description: "before 2.0", source: "/etc/app", path: "/b/904e65d2f1ecd874_app", createdAt: AT, sizeBytes: 2048 },
  ...{ isEncrypted: false, isAbsent: false, checksum: "ab", warnings: [] },
};

const DATABASE: BackupView = {
  ...FILE,
  ...{
    id: "201f68851e8824d2",
    key: "database_0",
    type: "database",
    source: "app",
    path: "/b/201f68851e8824d2_db.dump.age",
  },
  ...{ isEncrypted: true, warnings: ["a table was locked"] },
};

const POINT: UnitView = {
  ...{ id: "304f1b5a578bc41b", isPoint: true, module: "app", description: "before 2.0", createdAt: AT },
  ...{ deployment: "d1", backups: [FILE, DATABASE] },
};

describe("backup create", () => {
  function creating() {
    const asked: unknown[] = [];
    const createBackup: App["createBackup"] = async (_, { signal: __, ...options }) => {
      asked.push(options);
      const figures = { sizeBytes: 4096, durationMilliseconds: 1500, warnings: ["one file changed"] };
      return { id: POINT.id, isPoint: true, backups: POINT.backups, ...figures };
    };
    return { asked, app: { createBackup } };
  }

  test("takes everything that can be captured, and answers with the id alone", async () => {
    const { asked, app } = creating();
    const words = [
      ...["--module", "app", "--description", "before 2.0", "--file", "/etc/app", "--file", "/opt/app/"],
      ...["--service", "web", "--service", "worker", "--sqlite", "/var/lib/app.db", "--postgresql", "main"],
      ...[
        "--postgresql",
        "dbname=app host=/run/pg port=5433 user=me service=x",
        "--allow-missing",
        "--backup-dir",
        "/b",
      ],
    ];
    const ran = await run(["backup", "create", ...words], { app });
    expect(ran).toMatchObject({ code: 0, stdout: `${POINT.id}\n` });
    expect(ran.stderr).toContain("one file changed");
    expect(ran.stderr).toContain("a rollback point of 2 backups, 4.00 KiB, 1.5 s");
    const postgresql = { type: "postgresql", database: "app", host: "/run/pg", port: 5433, user: "me", service: "x" };
    expect(asked).toEqual([
      {
        ...{
          moduleName: "app",
          description: "before 2.0",
          files: ["/etc/app", "/opt/app"],
          services: ["web", "worker"],
        },
        databases: [
          { type: "postgresql", database: "main" },
          postgresql,
          { type: "sqlite", database: "/var/lib/app.db" },
        ],
        ...{ isMissingAllowed: true, backupDir: "/b" },
      },
    ]);
  });

  test("encrypts for recipients, or by a passphrase that is not on the command line", async () => {
    const { asked, app } = creating();
    const path = join(temporaryFolder(), "passphrase");
    writeFileSync(path, "correct horse\n");
    const create = ["backup", "create", "--module", "app", "--file", "/etc/app"];
    const environment = { ORCHESTRATOR_KEY_PASSPHRASE: "of another key" };
    await run([...create, "--recipient", "age1x", "--recipient", "age1y"], { app, environment });
    await run([...create, "--passphrase-file", path], { app, environment });
    expect(asked).toMatchObject([
      ...[{ keys: { recipients: ["age1x", "age1y"] } }, { keys: { passphrase: "correct horse" } }],
    ]);
  });

  test.each([
    ["without a module", ["--file", "/x"], "--module"],
    ["with a module without a name", ["--module", " ", "--file", "/x"], "--module"],
    ["a password on the command line", ["--module", "m", "--postgresql", "dbname=app password=secret"], ".pgpass"],
    ["a URI, which may hold one", ["--module", "m", "--postgresql", "postgresql://me:secret@db/app"], "URI"],
    ["a database without a name", ["--module", "m", "--postgresql", "host=db"], "dbname"],
    ["a port in words", ["--module", "m", "--postgresql", "dbname=app port=many"], "port"],
    ["a parameter that is none", ["--module", "m", "--postgresql", "dbname=app sslmode=off"], "dbname=app"],
  ])("refuses %s", async (_, words, message) => {
    const { code, stderr } = await run(["backup", "create", ...words]);
    expect(code).toBe(5);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("secret");
  });

  test("names the file of a passphrase that cannot be read", async () => {
    const words = ["--module", "m", "--file", "/x", "--passphrase-file", "/nowhere/at/all"];
    const { code, stderr } = await run(["backup", "create", ...words]);
    expect(code).toBe(5);
    expect(stderr).toContain("BACKUP_KEY_INVALID");
  });

  test("is called off by Ctrl-C", async () => {
    const signals = new EventEmitter();
    const createBackup: App["createBackup"] = (_, { signal }) =>
      new Promise((__, reject) => {
        const error = new OrchestratorError({
          code: "BACKUP_FAILED",
          message: "cancelled",
          facts: { isCancelled: true },
        });
        signal.addEventListener("abort", () => reject(error));
        setImmediate(() => signals.emit("SIGINT"));
      });
    const ran = await run(["backup", "create", "--module", "m", "--file", "/x"], { app: { createBackup }, signals });
    expect(ran).toMatchObject({ code: 130, stdout: "" });
    expect(signals.eventNames()).toEqual([]);
  });
});

describe("backup restore", () => {
  function restoring() {
    const asked: unknown[] = [];
    const restoreBackup: App["restoreBackup"] = async (_, { signal: __, ...options }) => {
      asked.push(options);
      return { id: options.id, restored: POINT.backups, remains: [], durationMilliseconds: 10 };
    };
    return { asked, app: { restoreBackup, showBackup: async () => POINT } };
  }

  /** A person at a terminal who types that. */
  function typing(text: string) {
    const stderr = new Remembering();
    stderr.isTTY = true;
    return { stderr, stdin: Object.assign(Readable.from([text]), { isTTY: true }) };
  }

  test("says what came back", async () => {
    const { asked, app } = restoring();
    const words = ["--yes", "--backup-dir", "/b", "--identity", "key.txt", POINT.id];
    const ran = await run(["backup", "restore", ...words], { app });
    expect(ran).toMatchObject({ code: 0, stdout: "restored path /etc/app\nrestored database app\n" });
    expect(asked).toEqual([{ id: POINT.id, backupDir: "/b", keys: { identityPath: "key.txt" } }]);
  });

  test.each(["y\n", "YES\n", "y"])("asks at a terminal, and %j is a yes", async (typed) => {
    const { asked, app } = restoring();
    const terminal = typing(typed);
    const ran = await run(["backup", "restore", POINT.id], { app, ...terminal });
    expect(ran.code).toBe(0);
    expect(asked).toHaveLength(1);
    expect(ran.stderr).toContain(
      `What has been written since ${LOCAL} will be lost:\n  path /etc/app\n  database app\n`,
    );
  });

  test.each(["n\n", "\n", "", "yesterday\n"])("asks at a terminal, and %j is a no", async (typed) => {
    const { asked, app } = restoring();
    const ran = await run(["backup", "restore", POINT.id], { app, ...typing(typed) });
    expect(ran.code).toBe(5);
    expect(asked).toEqual([]);
  });

  test("does not overwrite anything where nobody can be asked", async () => {
    const { asked, app } = restoring();
    const ran = await run(["backup", "restore", POINT.id], { app });
    expect(ran).toMatchObject({ code: 5, stdout: "" });
    expect(ran.stderr).toContain("--yes");
    expect(asked).toEqual([]);
  });

  test("tells its end although a signal came when it could not be called off any more", async () => {
    const signals = new EventEmitter();
    const app: Partial<App> = {
      showBackup: async () => POINT,
      restoreBackup: async (_, { id }) => {
        signals.emit("SIGTERM");
        return { id, restored: [FILE], remains: [], durationMilliseconds: 1 };
      },
    };
    const ran = await run(["backup", "restore", "--yes", POINT.id], { app, signals });
    expect(ran).toMatchObject({ code: 0, stdout: "restored path /etc/app\n" });
  });

  test("ends with 3 where it has failed in the middle", async () => {
    const failed = new OrchestratorError({ code: "BACKUP_RESTORE_FAILED", message: "path /etc/app: failed" });
    const app: Partial<App> = { showBackup: async () => POINT, restoreBackup: () => Promise.reject(failed) };
    const ran = await run(["backup", "restore", "--yes", POINT.id, "--output", "json"], { app });
    expect(ran.code).toBe(3);
    expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: "BACKUP_RESTORE_FAILED" } });
  });
});

describe("backup list, show and verify", () => {
  test("list has one line each, with the point that it belongs to", async () => {
    const asked: unknown[] = [];
    const listBackups: App["listBackups"] = async (_, options) => {
      asked.push(options);
      return [FILE, { ...DATABASE, point: DATABASE.id, source: "app\u001b[31m" }];
    };
    const { stdout } = await run(["backup", "list", "--module", "app", "--type", "file"], { app: { listBackups } });
    expect(stdout.split("\n")).toEqual([
      `${LOCAL}  304f1b5a578bc41b  904e65d2f1ecd874  file      app  2.00 KiB  /etc/app`,
      `${LOCAL}  201f68851e8824d2  201f68851e8824d2  database  app  2.00 KiB  app`,
      "",
    ]);
    expect(asked).toEqual([{ moduleName: "app", backupType: "file" }]);
    const json = await run(["backup", "list", "--output", "json"], { app: { listBackups: async () => [FILE] } });
    expect(JSON.parse(json.stdout)).toEqual({ backups: [FILE] });
    const none = await run(["backup", "list"], { app: { listBackups: async () => [] } });
    expect(none.stdout).toBe("No backup yet.\n");
  });

  test("show is a page, or JSON", async () => {
    const app: Partial<App> = { showBackup: async () => POINT };
    const { stdout } = await run(["backup", "show", POINT.id], { app });
    for (const line of [
      "Rollback point:  304f1b5a578bc41b",
      "Deployment:      d1",
      "  Encrypted:  yes",
      "a table was locked",
    ])
      expect(stdout).toContain(line);
    const json = await run(["backup", "show", POINT.id, "--output", "json"], { app });
    expect(JSON.parse(json.stdout)).toEqual(POINT);
  });

  test("verify names what is damaged, and exits with 1", async () => {
    const fault = new OrchestratorError({ code: "BACKUP_DAMAGED", message: "app.conf is not as it was written" });
    const missing = new OrchestratorError({ code: "BACKUP_TOOL_MISSING", message: "tar is not installed" });
    const app: Partial<App> = {
      verifyBackups: async () => [
        { backup: FILE, isContentRead: true },
        { backup: DATABASE, isContentRead: false },
        { backup: DATABASE, isContentRead: true, fault },
        { backup: FILE, isContentRead: true, fault: missing },
      ],
    };
    const { code, stdout } = await run(["backup", "verify"], { app });
    expect(code).toBe(1);
    expect(stdout.split("\n")).toEqual([
      "sound    904e65d2f1ecd874  path /etc/app",
      "sound    201f68851e8824d2  database app (encrypted, and nothing was given to open it with: only its stored bytes were compared)",
      "damaged  201f68851e8824d2  database app: app.conf is not as it was written",
      "unknown  904e65d2f1ecd874  path /etc/app: tar is not installed",
      "",
    ]);
    const json = await run(["backup", "verify", FILE.id, "--output", "json"], { app });
    expect(JSON.parse(json.stdout)).toMatchObject({
      backups: [
        { id: FILE.id, isSound: true, isContentRead: true },
        { isSound: true, isContentRead: false },
        { isSound: false, error: { code: "BACKUP_DAMAGED" } },
        { isSound: false, error: { code: "BACKUP_TOOL_MISSING" } },
      ],
    });
  });
});

describe("backup prune", () => {
  test.each([
    [["--dry-run"], "would remove", { isDryRun: true }],
    [["--max-age-days", "0.5", "--keep-minimum", "0"], "removed", { isDryRun: false, maxAgeDays: 0.5, keepMinimum: 0 }],
  ])("%j", async (words, verb, expected) => {
    const asked: unknown[] = [];
    const pruneBackups: App["pruneBackups"] = async (_, { signal: __, ...options }) => {
      asked.push(options);
      return { removed: [POINT], leftovers: 2 };
    };
    const { stdout } = await run(["backup", "prune", ...words], { app: { pruneBackups } });
    expect(stdout).toBe(`${verb} ${POINT.id}  ${LOCAL}  app  2 backups\n${verb} 2 files that a crash has left\n`);
    expect(asked).toEqual([expected]);
  });

  test.each(["-1", "many", "1e9", ""])("of %j days is refused", async (days) => {
    expect((await run(["backup", "prune", `--max-age-days=${days}`])).code).toBe(5);
  });
});
