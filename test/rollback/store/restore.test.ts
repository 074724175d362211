// Restores: their order, that nothing is touched before all is verified, and what is said of each where some of it fails.

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { prepareAbsence } from "../../../src/rollback/store/absent.js";
import type { Created } from "../../../src/rollback/store/create.js";
import { DISK } from "../../../src/rollback/store/disk.js";
import { readIndex } from "../../../src/rollback/store/index-file.js";
import { createWorld, storeOf, type World } from "./fakes.js";
import { fileOf, NEVER, pointOf } from "./requests.js";

async function changed(): Promise<{ world: World; created: Created; ids: readonly string[]; path: string }> {
  const world = createWorld();
  const created = await storeOf(world).create(pointOf(world));
  const path = join(world.home, "a.conf");
  writeFileSync(path, "a of after");
  world.services.set("web", "failed");
  world.databases.set("app", "rows of after");
  world.steps.length = 0;
  return { world, created, path, ids: created.backups.map(({ backupId }) => backupId) };
}

describe("a restore", () => {
  test("verifies everything, stops services, puts data back, starts services", async () => {
    const { world, ids, path } = await changed();
    const report = await storeOf(world).restore({ ids, signal: NEVER });
    expect(world.steps).toEqual([
      ...["repaired", "prepared a.conf", "prepared b.conf", "prepared app"],
      ...["stopped", "applied a.conf", "applied b.conf", "applied app", "started", "logged"],
    ]);
    expect(report.lines.map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => "restored"));
    expect(readFileSync(path, "utf8")).toBe("a of before");
    expect(world.databases.get("app")).toBe("rows of before");
    expect(world.services.get("web")).toBe("active");
  });

  test("touches nothing when one of them is damaged", async () => {
    const { world, created, ids, path } = await changed();
    writeFileSync(created.backups[3]?.backupPath ?? "", "rows of nobody");
    const restore = storeOf(world).restore({ ids, signal: NEVER });
    const each = created.backups.map(({ backupId }) => ({ id: backupId, state: "untouched" }));
    await expect(restore).rejects.toMatchObject({
      code: "BACKUP_DAMAGED",
      message: expect.stringMatching(
        `^nothing was restored: .*; path ${path}: not touched; .*; services web,worker: not touched; database `,
      ),
      facts: { states: expect.arrayContaining(each.map((state) => expect.objectContaining(state))) },
    });
    expect(world.steps).toEqual([
      ...[
        "repaired",
        "prepared a.conf",
        "prepared b.conf",
        "abandoned a.conf",
        "abandoned b.conf",
        "abandoned web,worker",
      ],
    ]);
    expect(readFileSync(path, "utf8")).toBe("a of after");
    expect(world.services.get("web")).toBe("failed");
  });

  test("of what there is not is refused", async () => {
    const { world, ids } = await changed();
    const restore = storeOf(world).restore({ ids: [...ids, "f".repeat(16)], signal: NEVER });
    await expect(restore).rejects.toMatchObject({
      code: "BACKUP_UNKNOWN",
      message: `Backup not found: ${"f".repeat(16)}`,
    });
    expect(world.steps).toEqual(["repaired"]);
  });

  test("goes on after a failure, starts no service, and says how each is", async () => {
    const { world, ids, path } = await changed();
    world.failing.add("applied a.conf");
    const error = await storeOf(world)
      .restore({ ids, signal: NEVER })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "BACKUP_RESTORE_FAILED",
      hint: expect.stringContaining("systemctl start web worker"),
      facts: {
        states: [
          { type: "file", source: path, state: "failed", why: "applied a.conf was told to fail" },
          { type: "file", state: "restored" },
          { type: "database", source: "app", state: "restored" },
          { type: "service", source: "web,worker", state: "stopped" },
        ],
      },
    });
    expect(String(error)).toContain("database app: restored; services web,worker: stopped");
    expect(world.steps).toContain("abandoned a.conf");
    expect(world.services.get("web")).toBe("inactive");
    world.failing.clear();
    await storeOf(world).restore({ ids, signal: NEVER });
    expect(world.services.get("web")).toBe("active");
  });

  test.each([
    ["a point", (ids: readonly string[]) => ids, "; path "],
    ["one backup", (ids: readonly string[]) => ids.slice(0, 1), "told to fail"],
  ])("of %s that cannot be prepared is refused, and not a restore that has failed", async (_what, of, says) => {
    const { world, ids, path } = await changed();
    world.failing.add("prepared a.conf");
    await expect(storeOf(world).restore({ ids: of(ids), signal: NEVER })).rejects.toMatchObject({
      ...{
        code: "BACKUP_RESTORE_REFUSED",
        exitCode: 1,
        message: expect.stringMatching(`^nothing was restored: .*${says}`),
      },
      facts: { states: of(ids).map(() => ({ state: "untouched" })) },
    });
    expect(readFileSync(path, "utf8")).toBe("a of after");
  });

  test("touches no data while a service does not stop", async () => {
    const { world, ids } = await changed();
    world.failing.add("stopped");
    await expect(storeOf(world).restore({ ids, signal: NEVER })).rejects.toMatchObject({
      code: "BACKUP_RESTORE_FAILED",
      message: expect.stringContaining("database app: not touched"),
    });
    expect(world.steps.filter((step) => step.startsWith("applied"))).toEqual([]);
    expect(world.databases.get("app")).toBe("rows of after");
  });

  test("fails when a service does not start", async () => {
    const { world, ids } = await changed();
    world.failing.add("started");
    await expect(storeOf(world).restore({ ids, signal: NEVER })).rejects.toMatchObject({
      message: expect.stringContaining("services web,worker: failed"),
    });
  });

  test("is cancelled before the first touch, and not after it", async () => {
    const { world, ids, path } = await changed();
    const aborted = AbortSignal.abort();
    await expect(storeOf(world).restore({ ids, signal: aborted })).rejects.toMatchObject({ code: "BACKUP_FAILED" });
    expect(readFileSync(path, "utf8")).toBe("a of after");
  });

  test("of an encrypted backup needs something to open it with", async () => {
    const world = createWorld();
    const seal = { suffix: ".age", encrypt: notCalled, decrypt: notCalled };
    const sealing = { seal, recipients: ["age1x"] };
    const { backups } = await storeOf(world).create(fileOf(world, "a.conf", { sealing }));
    const restore = storeOf(world).restore({ ids: [backups[0]?.backupId ?? ""], signal: NEVER });
    await expect(restore).rejects.toMatchObject({ code: "BACKUP_KEY_WRONG" });
  });

  test.each(["of another program", "of a relative path"])("%s is refused by name", async (kind) => {
    const { world, created, ids } = await changed();
    const path = join(world.folder, "backups_index.json");
    const text = readFileSync(path, "utf8");
    const source = created.backups[0]?.sourcePath ?? "";
    const foreign =
      kind === "of another program" ? ["real_path", "x-path"] : [`"source_path": "${source}"`, '"source_path": "a"'];
    writeFileSync(path, text.replaceAll(foreign[0] ?? "", foreign[1] ?? ""));
    const restore = storeOf(world).restore({ ids, signal: NEVER });
    await expect(restore).rejects.toMatchObject({ code: "BACKUP_FOREIGN" });
    expect(world.databases.get("app")).toBe("rows of after");
  });

  test("of a file inside of a captured folder is prepared when that is back", async () => {
    const world = createWorld();
    const inner = join(world.home, "a.conf", "inner.db");
    const request = pointOf(world);
    const { backups } = await storeOf(world).create({
      ...request,
      captures: [
        { backupType: "database", source: { type: "sqlite", database: inner } },
        ...request.captures.slice(0, 1),
      ],
    });
    world.steps.length = 0;
    await storeOf(world).restore({ ids: backups.map(({ backupId }) => backupId), signal: NEVER });
    expect(world.steps.slice(1, 5)).toEqual([
      ...["prepared a.conf", "applied a.conf", "prepared inner.db", "applied inner.db"],
    ]);
  });
});

function notCalled(): never {
  throw new Error("not expected to be called");
}

describe("what was not there", () => {
  async function absent(name: string): Promise<{ world: World; path: string; id: string }> {
    const world = createWorld();
    const path = join(world.home, name);
    const captures = [{ backupType: "file", source: path }] as const;
    const request = { ...pointOf(world), captures, isPoint: false, isMissingAllowed: true };
    const { backups } = await storeOf(world).create(request);
    expect(backups[0]).toMatchObject({ sourcePath: path, metadata: { is_absent: true } });
    return { world, path, id: backups[0]?.backupId ?? "" };
  }

  test("is gone again, with all that is in it", async () => {
    const { world, path, id } = await absent("new");
    mkdirSync(join(path, "deep"), { recursive: true });
    writeFileSync(join(path, "deep", "file"), "");
    await storeOf(world).restore({ ids: [id], signal: NEVER });
    expect(existsSync(path)).toBe(false);
    await storeOf(world).restore({ ids: [id], signal: NEVER });
  });

  test("is gone again, however long its name is", async () => {
    const { world, path, id } = await absent("n".repeat(255));
    writeFileSync(path, "");
    await storeOf(world).restore({ ids: [id], signal: NEVER });
    expect(existsSync(path)).toBe(false);
  });

  test("is not moved away with what is mounted in it", async () => {
    const { world, id } = await absent("new");
    const { backup } = readIndex(world.folder).get(id) ?? expect.unreachable();
    const elsewhere = { ...backup, sourcePath: "/proc", metadata: { ...backup.metadata, real_path: "/proc" } };
    expect(() => prepareAbsence(elsewhere, DISK)).toThrow("/proc is a mount point");
  });

  test("is gone again though it is a link now, and what it points to stays", async () => {
    const { world, path, id } = await absent("new");
    symlinkSync(join(world.home, "a.conf"), path);
    await storeOf(world).restore({ ids: [id], signal: NEVER });
    expect(existsSync(path)).toBe(false);
    expect(existsSync(join(world.home, "a.conf"))).toBe(true);
  });

  test("is not looked for behind a link that was none", async () => {
    const { world, path, id } = await absent("gone/new");
    const elsewhere = createWorld().home;
    writeFileSync(join(elsewhere, "new"), "somebody else's");
    symlinkSync(elsewhere, join(world.home, "gone"));
    const restore = storeOf(world).restore({ ids: [id], signal: NEVER });
    await expect(restore).rejects.toMatchObject({ message: expect.stringContaining(path) });
    expect(existsSync(join(elsewhere, "new"))).toBe(true);
  });

  test("is refused unless it is allowed", async () => {
    const world = createWorld();
    const captures = [{ backupType: "file", source: join(world.home, "new") }] as const;
    await expect(storeOf(world).create({ ...pointOf(world), captures })).rejects.toMatchObject({
      code: "BACKUP_FAILED",
    });
    expect(basename(world.folder)).toBe("backups");
  });
});
