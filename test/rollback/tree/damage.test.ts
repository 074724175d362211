// A backup that is not as it was written is refused by name, before anything of the target is touched.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { createBackups } from "./backups.js";
import { fakeSeal } from "./fake-seal.js";

const suite = requirePrograms(["setfattr", "setfacl"], { package: ["attr", "acl"], root: true });

const TREE = "mkdir -p it/d; echo 12345 > it/f; echo 1 > it/d/g; ln it/f it/h; ln -s f it/l; mkfifo it/p";

/** What is done to the stored tree, and what the refusal names. */
const DAMAGES = {
  "echo 12346 > f": "f has other content",
  "rm d/g": "d/g is missing",
  "rm -r d": "d is missing",
  "echo 1 > d/extra": "d/extra does not belong to it",
  "chmod 600 d/g": "d/g has other attributes",
  "chown 1 l -h": "l has other attributes",
  "touch -d @0 p": "p has other attributes",
  "ln -sfn g l": "l has other attributes",
  "setfattr -n user.x -v 1 d": "d has other attributes",
  "setfacl -m u:1:r d/g": "d/g has other attributes",
  "chmod 700 .; touch .": ". has other attributes",
  "rm h; cp -a f h": "h has other attributes",
  "rm p; touch p": "p is of another type",
} as const;

function sh(folder: string, script: string): string {
  return execFileSync("sh", ["-ec", script], { cwd: folder, encoding: "utf8" });
}

suite("a damaged backup", () => {
  test("of a folder is refused with the first path that is wrong", async () => {
    const folder = temporaryFolder();
    sh(folder, TREE);
    const backups = createBackups();
    const before = sh(folder, "ls -lRi --time-style=full-iso");
    for (const [damage, message] of Object.entries(DAMAGES)) {
      const backup = await backups.capture(join(folder, "it"));
      sh(backup.backupPath, damage);
      const refusal = { code: "BACKUP_DAMAGED", message: expect.stringContaining(message) };
      await expect(backups.verify(backup), damage).rejects.toMatchObject(refusal);
      await expect(backups.restore(backup), damage).rejects.toMatchObject(refusal);
    }
    expect(sh(folder, "ls -lRi --time-style=full-iso")).toBe(before);
    expect(readdirSync(join(backups.folder, "restores"))).toEqual([]);
  });

  test.each([
    "rm STORED",
    "rm STORED.entries",
    "echo >> STORED.entries",
    "sed -i s/0644/0640/ STORED.entries",
    "echo x > STORED",
  ])("of a file: %s", async (damage) => {
    const folder = temporaryFolder();
    sh(folder, "umask 022; echo 12345 > it");
    const backups = createBackups();
    const backup = await backups.capture(join(folder, "it"));
    sh(folder, damage.replaceAll("STORED", backup.backupPath));
    await expect(backups.restore(backup)).rejects.toMatchObject({ code: "BACKUP_DAMAGED" });
    expect(sh(folder, "cat it; ls -A")).toBe("12345\nit\n");
  });

  test("that is encrypted is refused when a byte is another, missing or too many, and without its key", async () => {
    const folder = temporaryFolder();
    sh(folder, TREE);
    const seal = fakeSeal();
    const backups = createBackups();
    const backup = await backups.capture(join(folder, "it"), { seal });
    const stored = readFileSync(backup.backupPath);
    const other = Buffer.from(stored);
    other[700] = (other[700] ?? 0) ^ 1;
    for (const bytes of [other, stored.subarray(0, -1), Buffer.concat([stored, Buffer.of(0)]), Buffer.alloc(0)]) {
      writeFileSync(backup.backupPath, bytes);
      await expect(backups.verify(backup)).rejects.toMatchObject({ code: "BACKUP_DAMAGED" });
      await expect(backups.restore(backup, seal)).rejects.toMatchObject({
        code: expect.stringMatching(/^BACKUP_(DAMAGED|FAILED)$/),
      });
    }
    writeFileSync(backup.backupPath, stored);
    await expect(backups.restore(backup)).rejects.toMatchObject({ code: "BACKUP_KEY_WRONG" });
    await backups.verify(backup);
    await backups.restore(backup, seal);
    expect(sh(folder, "ls -A")).toBe("it\n");
  });

  test("whose index entry says something else is refused", async () => {
    const folder = temporaryFolder();
    sh(folder, TREE);
    const backups = createBackups();
    const backup = await backups.capture(join(folder, "it"));
    for (const metadata of [
      {},
      { ...backup.metadata, real_path: "../it" },
      { ...backup.metadata, links_on_the_way: [{}] },
    ]) {
      await expect(backups.restore({ ...backup, metadata })).rejects.toMatchObject({ code: "BACKUP_DAMAGED" });
    }
    await expect(backups.verify({ ...backup, checksum: "0" })).rejects.toMatchObject({ code: "BACKUP_DAMAGED" });
  });
});
