// What is not a file, or has no end, in the place of what a tree's backup is made of: a listing, a note, what is stored. Each is
// refused by name and none is waited for; a reading that waited would keep the whole worker waiting, and fail it.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repairSwaps } from "../../../src/rollback/tree/index.js";
import { temporaryFolder } from "../../support/index.js";
import { STRANGERS } from "../strangers.js";
import { createBackups } from "./backups.js";
import { fakeSeal } from "./fake-seal.js";

/** A folder `it` with a file `f`, and paths short enough for a socket. */
async function captured(sealed?: ReturnType<typeof fakeSeal>) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "it"));
  writeFileSync(join(folder, "it", "f"), "1");
  const backups = createBackups();
  return { folder, backups, backup: await backups.capture(join(folder, "it"), sealed && { seal: sealed }) };
}

async function put(make: (path: string) => unknown, path: string): Promise<void> {
  rmSync(path, { recursive: true, force: true });
  await make(path);
}

const DAMAGED = { code: "BACKUP_DAMAGED" };

describe.each(Object.entries(STRANGERS))("%s", (_name, make) => {
  test("as a listing is a damaged backup, and no help to the next", async () => {
    const { folder, backups, backup } = await captured();
    await put(make, `${backup.backupPath}.entries`);
    await expect(backups.verify(backup)).rejects.toMatchObject(DAMAGED);
    await expect(backups.restore(backup)).rejects.toMatchObject(DAMAGED);
    const next = await backups.capture(join(folder, "it"), { previous: backup });
    expect(next.metadata["unchanged_entries"]).toBe(0);
  });

  test("as a stored file, or as all that is stored, is a damaged backup", async () => {
    const { folder, backups, backup } = await captured();
    for (const path of [join(backup.backupPath, "f"), backup.backupPath]) {
      await put(make, path);
      await expect(backups.verify(backup), path).rejects.toMatchObject(DAMAGED);
      await expect(backups.restore(backup), path).rejects.toMatchObject(DAMAGED);
    }
    expect(readdirSync(folder)).toEqual(["it"]);
  });

  test("as an encrypted backup is a damaged one", async () => {
    const seal = fakeSeal();
    const { backups, backup } = await captured(seal);
    await put(make, backup.backupPath);
    await expect(backups.verify(backup)).rejects.toMatchObject(DAMAGED);
    await expect(backups.restore(backup, seal)).rejects.toMatchObject(DAMAGED);
  });

  test("as the note of a restore is named", async () => {
    const { folder } = createBackups();
    const path = join(folder, "restores", "1.json");
    mkdirSync(join(folder, "restores"));
    await make(path);
    const refusal = { code: "BACKUP_RESTORE_FAILED", message: expect.stringContaining(path) };
    await expect(repairSwaps(folder)).rejects.toMatchObject(refusal);
  });

  test("as a note that was not written to its end goes, or is named", async () => {
    const { folder } = createBackups();
    const path = join(folder, "restores", "1.json.new");
    mkdirSync(join(folder, "restores"));
    await make(path);
    const said = await repairSwaps(folder).catch((thrown: Error) => thrown.message);
    if (typeof said === "string") expect(said).toContain(path);
    else expect(readdirSync(join(folder, "restores"))).toEqual([]);
  });
});

test("a file in the place of the notes' folder is named", async () => {
  const { folder } = createBackups();
  writeFileSync(join(folder, "restores"), "");
  const refusal = { code: "BACKUP_RESTORE_FAILED", message: expect.stringContaining(join(folder, "restores")) };
  await expect(repairSwaps(folder)).rejects.toMatchObject(refusal);
});
