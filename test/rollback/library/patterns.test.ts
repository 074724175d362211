// The examples of docs/backups.md, each on a good day and on a bad one. They are kept in `examples/` as well, where the compiler checks
// them; `npx vitest run test/rollback/library -u` writes them there. Files and SQLite databases are real ones here; services and
// PostgreSQL, which not every machine has, are played.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { globalRollbackOver } from "../../../src/rollback/global-rollback.js";
import { createGlobalRollback, type DatabaseConfig } from "../../../src/rollback/index.js";
import { NO_KEYS } from "../../../src/rollback/keys.js";
import { fencedBlocks } from "../../docs/markdown.js";
import { projectRoot, requirePrograms, temporaryFolder } from "../../support/index.js";
import { createWorld, SILENT, storeOf } from "../store/fakes.js";
import { migrateDatabase } from "./examples/migrate-database.js";
import { updateConfig } from "./examples/update-config.js";
import { updateService } from "./examples/update-service.js";
import { updateSystem } from "./examples/update-system.js";

const BLOCKS = fencedBlocks(readFileSync(join(projectRoot, "docs", "backups.md"), "utf8")).filter(
  ({ info }) => info[0] === "ts" && info.includes("example"),
);

describe("the examples that are checked and run", () => {
  test.each(["update-config", "update-service", "migrate-database", "update-system"])(
    "%s is the document's",
    async (name) => {
      const exported = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
      const block = BLOCKS.find(({ text }) => text.includes(`export async function ${exported}(`));
      const text = block?.text.replace('"update-orchestrator"', '"../../../../src/index.js"');
      await expect(text).toMatchFileSnapshot(`examples/${name}.ts`);
    },
  );

  test("are all that the document has", () => expect(BLOCKS).toHaveLength(4));
});

const fails = async (): Promise<never> => {
  throw new Error("of all days, today");
};

function silently(): () => void {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  return () => said.mockRestore();
}

describe("with services and databases that are played", () => {
  beforeEach(silently);

  function library() {
    const world = createWorld();
    const path = join(world.home, "app.conf");
    writeFileSync(path, "before");
    world.services.set("myservice", "active");
    world.databases.set("myapp_db", "rows of before");
    return { world, path, rollback: globalRollbackOver({ store: storeOf(world), log: SILENT, keys: NO_KEYS }) };
  }

  test("a service", async () => {
    const { world, path, rollback } = library();
    const steps = {
      stop: async () => void world.services.set("myservice", "inactive"),
      replaceFiles: async () => writeFileSync(path, "after"),
      start: async () => void world.services.set("myservice", "active"),
      isHealthy: async () => false,
    };
    expect(await updateService([path], steps, rollback)).toBe(false);
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(world.services.get("myservice")).toBe("active");
    expect(await updateService([path], { ...steps, isHealthy: async () => true }, rollback)).toBe(true);
    expect(readFileSync(path, "utf8")).toBe("after");
    world.failing.add("applied app.conf");
    await expect(updateService([path], { ...steps, start: fails }, rollback)).rejects.toThrow("the rollback failed");
  });

  test("a migration of a database", async () => {
    const { world, rollback } = library();
    const migrate = async () => void world.databases.set("myapp_db", "rows of after");
    const halfway = async () => {
      await migrate();
      await fails();
    };
    await expect(migrateDatabase(halfway, rollback)).rejects.toThrow("as before");
    expect(world.databases.get("myapp_db")).toBe("rows of before");
    await migrateDatabase(migrate, rollback);
    expect(world.databases.get("myapp_db")).toBe("rows of after");
  });

  test("several parts", async () => {
    const { world, path, rollback } = library();
    const databases: DatabaseConfig[] = [{ type: "postgresql", database: "myapp_db" }];
    const parts = { files: [path], services: ["myservice"], databases };
    const phases = [
      { name: "Stop services", run: async () => void world.services.set("myservice", "inactive") },
      { name: "Update binaries", run: async () => writeFileSync(path, "after") },
      { name: "Migrate databases", run: async () => void world.databases.set("myapp_db", "rows of after") },
      { name: "Verify system health", run: fails },
    ];
    expect(await updateSystem(parts, phases, rollback)).toBe(false);
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(world.databases.get("myapp_db")).toBe("rows of before");
    expect(world.services.get("myservice")).toBe("active");
    expect(await updateSystem(parts, phases.slice(0, 3), rollback)).toBe(true);
    expect(readFileSync(path, "utf8")).toBe("after");
  });
});

requirePrograms(["tar", "sqlite3", "flock"])("with files and databases that are real", () => {
  beforeEach(silently);

  function place() {
    const [folder, home] = [join(temporaryFolder(), "backups"), temporaryFolder()];
    const [path, database] = [join(home, "app.conf"), join(home, "app.db")];
    writeFileSync(path, "before", { mode: 0o640 });
    sql(database, "create table t(x); insert into t values('before');");
    return { folder, path, database, rollback: createGlobalRollback(folder, { log: SILENT }) };
  }

  function sql(database: string, text: string): string {
    return execFileSync("sqlite3", ["-batch", database, text], { encoding: "utf8" }).trim();
  }

  test("a file", async () => {
    const { path, rollback } = place();
    const halfway = async function* () {
      yield "half of it";
      await fails();
    };
    await expect(updateConfig(path, halfway(), rollback)).rejects.toThrow("today");
    expect(readFileSync(path, "utf8")).toBe("before");
    await updateConfig(path, "after", rollback);
    expect(readFileSync(path, "utf8")).toBe("after");
  });

  test("several parts", async () => {
    const { path, database, rollback } = place();
    const databases: DatabaseConfig[] = [{ type: "sqlite", database }];
    const parts = { files: [path], services: [], databases };
    const phases = [
      { name: "Update configuration", run: async () => writeFileSync(path, "after") },
      { name: "Migrate database", run: async () => void sql(database, "drop table t; create table u(y);") },
      { name: "Verify system health", run: fails },
    ];
    expect(await updateSystem(parts, phases, rollback)).toBe(false);
    expect([readFileSync(path, "utf8"), sql(database, "select x from t")]).toEqual(["before", "before"]);
    expect(await updateSystem(parts, phases.slice(0, 2), rollback)).toBe(true);
    expect([readFileSync(path, "utf8"), sql(database, "select count(*) from u")]).toEqual(["after", "0"]);
    expect(await rollback.listBackups({ moduleName: "complex_system" })).toHaveLength(4);
  });
});
