// What a crash has left goes when backups are made, and when old ones are removed; what is not ours stays.

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createWorld, storeOf, type World } from "./fakes.js";
import { fileOf, NEVER } from "./requests.js";

const RETENTION = { maxAgeDays: 30, keepMinimum: 5 };

const SWEEPERS: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  "a capture": (world) => storeOf(world).create(fileOf(world, "b.conf")),
  prune: (world) => storeOf(world).prune({ retention: RETENTION, isFree: () => true, signal: NEVER }),
};

test.each(Object.entries(SWEEPERS))("%s removes what a crash has left", async (_name, sweep) => {
  const world = createWorld();
  const { backups } = await storeOf(world).create(fileOf(world, "a.conf"));
  writeFileSync(join(world.folder, `${"0".repeat(16)}_x`), "half a backup");
  writeFileSync(join(world.folder, "backups_index.json.new"), "{");
  mkdirSync(join(world.folder, "restoring-aB3dEf"));
  writeFileSync(join(world.folder, "restoring-aB3dEf", "entries"), "");
  writeFileSync(join(world.folder, "notes.txt"), "the administrator's");
  await sweep(world);
  const names = readdirSync(world.folder).filter((name) => !name.includes("b.conf"));
  expect(names.sort()).toEqual(
    [".lock", `${backups[0]?.backupId}_a.conf`, "backups_index.json", "notes.txt", "operations.log"].sort(),
  );
});
