// The index: what the original utility wrote is read, what is damaged or hostile is refused by name, and what is not ours is kept.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { indexText, readIndex, withBackups } from "../../../src/rollback/store/index-file.js";
import { temporaryFolder } from "../../support/index.js";
import { createWorld, storeOf, type World } from "./fakes.js";
import { fileOf, NEVER } from "./requests.js";

const ID = "904e65d2f1ecd874";

/** As the original wrote it, here with a key of the user's own. */
const ENTRY = {
  backup_id: ID,
  timestamp: 1_795_253_585,
  backup_type: "file",
  description: "pre_update",
  source_path: "/etc/x",
  backup_path: `/var/backups/updates/${ID}_x`,
  metadata: { module_name: "mymod", is_directory: false, size: 2, permissions: "644" },
  checksum: "ab".repeat(32),
  ticket: "OPS-1",
};

function folderWith(index: unknown): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "backups_index.json"), typeof index === "string" ? index : JSON.stringify(index));
  return folder;
}

describe("an index of the original", () => {
  test("is read, wherever its folder is now", () => {
    const folder = folderWith({ [ID]: ENTRY });
    expect(readIndex(folder).get(ID)?.backup).toEqual({
      ...{ backupId: ID, timestamp: ENTRY.timestamp, backupType: "file", description: "pre_update" },
      ...{ sourcePath: "/etc/x", backupPath: join(folder, `${ID}_x`), metadata: ENTRY.metadata },
      checksum: ENTRY.checksum,
    });
  });

  test("may have an entry whose content could not be read; the others are of use", () => {
    const folder = folderWith({
      [ID]: { ...ENTRY, checksum: "" },
      aaaaaaaaaaaaaaaa: { ...ENTRY, backup_id: "aaaaaaaaaaaaaaaa", backup_path: "aaaaaaaaaaaaaaaa_x" },
    });
    expect([...readIndex(folder).values()].map(({ backup }) => backup.checksum)).toEqual(["", ENTRY.checksum]);
  });

  test("is written again as it was, with keys of the user's own", async () => {
    const world = createWorld();
    mkdirSync(world.folder, { mode: 0o700 });
    writeFileSync(join(world.folder, "backups_index.json"), JSON.stringify({ [ID]: ENTRY }));
    await storeOf(world).create(fileOf(world, "a.conf"));
    const written: Record<string, unknown> = JSON.parse(readFileSync(join(world.folder, "backups_index.json"), "utf8"));
    expect(written[ID]).toEqual(ENTRY);
    expect(Object.keys(written)).toHaveLength(2);
  });

  test("has two spaces of indentation", () => {
    expect(indexText(readIndex(folderWith({ [ID]: ENTRY })))).toBe(`${JSON.stringify({ [ID]: ENTRY }, null, 2)}\n`);
  });
});

test("what could not be read again is not put into an index", () => {
  const index = readIndex(folderWith({ [ID]: ENTRY }));
  const backup = index.get(ID)?.backup ?? expect.unreachable();
  expect(() => withBackups(index, [{ ...backup, sourcePath: "s".repeat(70_000) }])).toThrow("has no description or");
  const full = new Map(Array.from({ length: 100_000 }, (_, i) => [`${i}`, { backup, written: ENTRY }]));
  expect(() => withBackups(full, [backup])).toThrow("is full");
});

describe("an index that is refused", () => {
  const CASES: readonly (readonly [string, unknown, string])[] = [
    ["no JSON", "{", "is not JSON"],
    ["a list", [], "is not a JSON object"],
    ["an entry that is none", { [ID]: 7 }, "is not an object"],
    ["an id that leads elsewhere", { "../../etc": { ...ENTRY, backup_id: "../../etc" } }, "16 hex digits"],
    ["another id than its key", { [ID]: { ...ENTRY, backup_id: "0".repeat(16) } }, "filed under its backup_id"],
    ["the prototype as an id", `{"__proto__":${JSON.stringify(ENTRY)}}`, "filed under its backup_id"],
    ["no time", { [ID]: { ...ENTRY, timestamp: "today" } }, "timestamp"],
    ["a type of its own", { [ID]: { ...ENTRY, backup_type: "disk" } }, "backup_type"],
    ["a path that is not of its id", { [ID]: { ...ENTRY, backup_path: "/etc/passwd" } }, "backup_path"],
    ["a path through its id", { [ID]: { ...ENTRY, backup_path: `/b/${ID}_x/../../etc` } }, "backup_path"],
    ["a path with NUL", { [ID]: { ...ENTRY, backup_path: `/b/${ID}_x\0` } }, "backup_path"],
    ["no module", { [ID]: { ...ENTRY, metadata: {} } }, "module_name"],
    ["no checksum", { [ID]: { ...ENTRY, checksum: "ab" } }, "checksum"],
    ["text without end", { [ID]: { ...ENTRY, description: "x".repeat(70_000) } }, "description"],
  ];

  test.each(CASES)("%s", (_, index, message) => {
    expect(() => readIndex(folderWith(index))).toThrow(
      expect.objectContaining({ code: "BACKUP_INDEX_DAMAGED", message: expect.stringContaining(message) }),
    );
  });

  async function refusedBy(world: World) {
    const store = storeOf(world);
    const damaged = { code: "BACKUP_INDEX_DAMAGED" };
    await expect(store.create(fileOf(world, "a.conf"))).rejects.toMatchObject(damaged);
    const retention = { maxAgeDays: 0, keepMinimum: 0 };
    await expect(store.prune({ retention, isFree: () => true, signal: NEVER })).rejects.toMatchObject(damaged);
    expect(world.steps.filter((step) => step === "removed")).toEqual([]);
  }

  test("gone although there are backups: nothing is taken for left over", async () => {
    const world = createWorld();
    mkdirSync(world.folder, { mode: 0o700 });
    writeFileSync(join(world.folder, `${ID}_x`), "the only copy");
    await refusedBy(world);
  });

  test("damaged: nothing is removed", async () => {
    const world = createWorld();
    mkdirSync(world.folder, { mode: 0o700 });
    writeFileSync(join(world.folder, `${ID}_x`), "the only copy");
    writeFileSync(join(world.folder, "backups_index.json"), "{");
    await refusedBy(world);
  });
});
