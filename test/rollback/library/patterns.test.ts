// The examples of docs/backups.md are run as they stand there, each on a good day and on a bad one.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { globalRollbackOver } from "../../../src/rollback/global-rollback.js";
import { NO_KEYS } from "../../../src/rollback/keys.js";
import { fencedBlocks } from "../../docs/markdown.js";
import { projectRoot, temporaryFolder } from "../../support/index.js";
import { createWorld, SILENT, storeOf } from "../store/fakes.js";

type Example = (...given: readonly unknown[]) => Promise<unknown>;

const EXAMPLES = fencedBlocks(readFileSync(join(projectRoot, "docs", "backups.md"), "utf8")).filter(
  ({ info }) => info[0] === "ts" && info.includes("example"),
);

/** The one function that the example with that text exports. */
async function example(name: string): Promise<Example> {
  const block = EXAMPLES.find(({ text }) => text.includes(`export async function ${name}(`));
  const folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(projectRoot, join(folder, "node_modules", "update-orchestrator"));
  const path = join(folder, "example.mjs");
  writeFileSync(path, transformSync(block?.text ?? "", { loader: "ts", format: "esm" }).code);
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
  const exported = module[name];
  expect(exported).toBeInstanceOf(Function);
  return exported as Example;
}

function library() {
  const world = createWorld();
  const path = join(world.home, "app.conf");
  writeFileSync(path, "before");
  world.services.set("myservice", "active");
  world.databases.set("myapp_db", "rows of before");
  return { world, path, rollback: globalRollbackOver({ store: storeOf(world), log: SILENT, keys: NO_KEYS }) };
}

const fails = async (): Promise<never> => {
  throw new Error("of all days, today");
};

describe("the integration patterns", () => {
  beforeEach(() => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    return () => said.mockRestore();
  });

  test("there are four", () => expect(EXAMPLES).toHaveLength(4));

  test("a file", async () => {
    const updateConfig = await example("updateConfig");
    const { path, rollback } = library();
    await updateConfig(path, "after", rollback);
    expect(readFileSync(path, "utf8")).toBe("after");
    const halfway = async function* () {
      yield "half of it";
      await fails();
    };
    await expect(updateConfig(path, halfway(), rollback)).rejects.toThrow("today");
    expect(readFileSync(path, "utf8")).toBe("after");
  });

  test("a service", async () => {
    const updateService = await example("updateService");
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
    const migrateDatabase = await example("migrateDatabase");
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
    const updateSystem = await example("updateSystem");
    const { world, path, rollback } = library();
    const databases = [
      { type: "postgresql", database: "myapp_db" },
      { type: "sqlite", database: join(world.home, "cache.db") },
    ];
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
