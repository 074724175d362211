// The library over kinds that are easy to follow: its answers, its errors and what it says in the log.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OrchestratorError } from "../../../src/base/index.js";
import { globalRollbackOver } from "../../../src/rollback/global-rollback.js";
import { GlobalRollbackError } from "../../../src/rollback/global-rollback-error.js";
import { NO_KEYS } from "../../../src/rollback/keys.js";
import { createWorld, SILENT, storeOf, type World } from "../store/fakes.js";

function library() {
  const world = createWorld();
  const said: string[] = [];
  const say = (message: string): void => void said.push(message);
  const log = { ...SILENT, info: say, warning: say, error: say };
  const rollback = globalRollbackOver({ store: storeOf(world), log, keys: NO_KEYS });
  return { world, said, rollback, path: write(world, "app.conf", "before") };
}

function write(world: World, name: string, text: string): string {
  const path = join(world.home, name);
  writeFileSync(path, text);
  return path;
}

describe("one backup", () => {
  test("of a file comes back", async () => {
    const { rollback, said, path } = library();
    const backup = await rollback.backupFile(path, "pre_update", "app");
    expect(backup).toMatchObject({ backupType: "file", sourcePath: path, metadata: { module_name: "app" } });
    writeFileSync(path, "after");
    expect(await rollback.restoreBackup(backup.backupId)).toBe(true);
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(said).toEqual([`Created file backup: ${path} → ${backup.backupId}`, `Restored backup: ${backup.backupId}`]);
  });

  test("of services and of a database", async () => {
    const { rollback, world } = library();
    world.services.set("web", "active");
    world.databases.set("app", "rows");
    const services = await rollback.backupServices(["web", "worker"], "pre_update", "app");
    expect(services).toMatchObject({ backupType: "service", sourcePath: "web,worker" });
    const config = {
      type: "postgresql",
      host: "localhost",
      port: "5432",
      database: "app",
      password: "dbpass",
    } as const;
    const database = await rollback.backupDatabase(config, "pre_update", "app");
    world.databases.set("app", "");
    expect(await rollback.restoreBackup(database.backupId)).toBe(true);
    expect(world.databases.get("app")).toBe("rows");
    expect(readFileSync(join(world.folder, "backups_index.json"), "utf8")).not.toContain("dbpass");
  });

  test("that is not known is not restored, and the log says so", async () => {
    const { rollback, said } = library();
    expect(await rollback.restoreBackup("invalid_backup_id")).toBe(false);
    expect(said).toEqual(["Backup not found: invalid_backup_id"]);
  });

  test("that is damaged is not restored", async () => {
    const { rollback, said, path } = library();
    const { backupId, backupPath } = await rollback.backupFile(path, "pre_update", "app");
    writeFileSync(backupPath, "damage");
    expect(await rollback.restoreBackup(backupId)).toBe(false);
    expect(said.at(-1)).toBe(`${backupId} is damaged`);
  });

  test.each([
    ["a file that is not there", { type: "sqlite", database: "" }],
    ["a port that is none", { type: "postgresql", database: "app", port: "many" }],
  ] as const)("of %s is refused by the library's own error", async (_, config) => {
    const { rollback, world } = library();
    const refused = await (config.type === "sqlite"
      ? rollback.backupFile(join(world.home, "nowhere"), "pre_update", "app")
      : rollback.backupDatabase(config, "pre_update", "app")
    ).catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(GlobalRollbackError);
    expect(refused).toBeInstanceOf(OrchestratorError);
    expect(refused).toMatchObject({ name: "GlobalRollbackError", code: expect.stringMatching(/^BACKUP_/) });
  });
});

describe("a rollback point", () => {
  test("maps keys to ids, and comes back as a whole", async () => {
    const { rollback, world, said, path } = library();
    const other = write(world, "other.conf", "other before");
    const databases = [{ type: "sqlite", database: join(world.home, "cache.db") }] as const;
    const options = { moduleName: "app", description: "service_update", files: [path, other], services: ["web"] };
    const point = await rollback.createRollbackPoint({ ...options, databases });
    expect(Object.keys(point)).toEqual(["file_app.conf", "file_other.conf", "services", "database_0"]);
    for (const each of [path, other]) writeFileSync(each, "after");
    expect(await rollback.restoreRollbackPoint(point)).toBe(true);
    expect(readFileSync(other, "utf8")).toBe("other before");
    expect(said).toEqual([
      "Created rollback point for app: 4 backups",
      "Restored rollback point: 4/4 backups successful",
    ]);
  });

  test("of which a part fails is not restored, and the log counts", async () => {
    const { rollback, world, said, path } = library();
    const other = write(world, "other.conf", "other before");
    const point = await rollback.createRollbackPoint({ moduleName: "app", description: "d", files: [path, other] });
    world.failing.add("applied app.conf");
    expect(await rollback.restoreRollbackPoint(point)).toBe(false);
    expect(said.at(-1)).toBe("Restored rollback point: 1/2 backups successful");
  });

  test("of nothing is refused", async () => {
    const { rollback } = library();
    const nothing = rollback.createRollbackPoint({ moduleName: "app", description: "d" });
    await expect(nothing).rejects.toMatchObject({ code: "BACKUP_SOURCE_UNUSABLE" });
  });
});

describe("many backups", () => {
  test("are listed by module and by type, newest first", async () => {
    const { rollback, world, path } = library();
    await rollback.backupFile(path, "first", "app");
    world.now += 1000;
    await rollback.backupServices(["web"], "second", "app");
    await rollback.backupFile(path, "third", "other");
    const listed = async (filter: Parameters<typeof rollback.listBackups>[0]) =>
      (await rollback.listBackups(filter)).map(({ description }) => description);
    expect(await listed({})).toEqual(["third", "second", "first"]);
    expect(await listed({ moduleName: "app" })).toEqual(["second", "first"]);
    expect(await listed({ backupType: "file" })).toEqual(["third", "first"]);
    expect(await listed({ moduleName: "app", backupType: "database" })).toEqual([]);
  });

  test("are cleaned up, but for the newest of each module", async () => {
    const { rollback, world, path } = library();
    for (const _ of [1, 2, 3])
      await rollback.createRollbackPoint({ moduleName: "app", description: "d", files: [path] });
    await rollback.backupFile(path, "d", "other");
    world.now += 31 * 24 * 60 * 60 * 1000;
    expect(await rollback.cleanupOldBackups()).toBe(0);
    expect(await rollback.cleanupOldBackups({ keepMinimum: 1 })).toBe(2);
    expect(await rollback.listBackups()).toHaveLength(2);
  });
});
