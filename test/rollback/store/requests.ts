// What the tests of the store ask of it.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CreateRequest } from "../../../src/rollback/store/create.js";
import type { World } from "./fakes.js";

export const NEVER = new AbortController().signal;

/** A point of two files, two services and a database, which are made. */
export function pointOf(world: World, given: Partial<CreateRequest> = {}): CreateRequest {
  writeFileSync(join(world.home, "a.conf"), "a of before");
  writeFileSync(join(world.home, "b.conf"), "b of before");
  world.services.set("web", "active").set("worker", "active");
  world.databases.set("app", "rows of before");
  return {
    captures: [
      { backupType: "file", source: join(world.home, "a.conf") },
      { backupType: "file", source: join(world.home, "b.conf") },
      { backupType: "service", source: ["web", "worker"] },
      { backupType: "database", source: { type: "postgresql", database: "app" } },
    ],
    ...{ moduleName: "app", description: "before the update", isPoint: true, signal: NEVER },
    ...given,
  };
}

export function fileOf(world: World, name: string, given: Partial<CreateRequest> = {}): CreateRequest {
  writeFileSync(join(world.home, name), `${name} of before`);
  return {
    captures: [{ backupType: "file", source: join(world.home, name) }],
    ...{ moduleName: "app", description: "one file", isPoint: false, signal: NEVER },
    ...given,
  };
}
