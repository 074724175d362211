// What cannot be captured or restored, and what a capture says about a tree that is not still.

import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repairSwaps } from "../../../src/rollback/tree/index.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { createBackups } from "./backups.js";
import { fakeSeal } from "./fake-seal.js";

function sh(folder: string, script: string): string {
  return execFileSync("sh", ["-ec", script], { cwd: folder, encoding: "utf8" });
}

describe("a capture", () => {
  test.each([
    ["of nothing", "missing", "Source path does not exist: "],
    ["of what a link leads nowhere to", "dangling", "Source path does not exist: "],
    ["of a mount point", "/proc", "is a mount point"],
    ["of what contains one", "/dev", "mount point"],
    ["of the root", "/", "mount point"],
  ])("%s is refused", async (_, name, message) => {
    const folder = temporaryFolder();
    symlinkSync("nowhere", join(folder, "dangling"));
    const path = name.startsWith("/") ? name : join(folder, name);
    const refusal = { code: "BACKUP_SOURCE_UNUSABLE", message: expect.stringContaining(message) };
    await expect(createBackups().capture(path)).rejects.toMatchObject(refusal);
  });

  test("of what contains the backups, or is among them, is refused", async () => {
    const backups = createBackups();
    mkdirSync(join(backups.folder, "inside"));
    for (const path of [join(backups.folder, ".."), backups.folder, join(backups.folder, "inside")]) {
      await expect(backups.capture(path)).rejects.toMatchObject({ code: "BACKUP_SOURCE_UNUSABLE" });
    }
  });

  test("of a tree with paths that are too long is refused, and names one", async () => {
    const folder = temporaryFolder();
    const deep = "d".repeat(250);
    sh(folder, `mkdir tree; cd -P tree; for i in $(seq 20); do mkdir ${deep}; cd -P ${deep}; done`);
    const refusal = { code: "BACKUP_SOURCE_UNUSABLE", message: expect.stringContaining(deep) };
    await expect(createBackups().capture(join(folder, "tree"))).rejects.toMatchObject(refusal);
    sh(folder, "rm -r tree");
  });

  test("leaves sockets out, and says so", async () => {
    const folder = temporaryFolder();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, "s"), resolve));
    const backup = await createBackups().capture(folder);
    server.close();
    expect(backup.warnings).toEqual(["s is a socket, and is not in the backup"]);
    expect(readdirSync(backup.backupPath)).toEqual([]);
  });

  test("that is called off leaves no process, and rejects", async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    controller.abort(new Error("called off"));
    const { treeKind } = await import("../../../src/rollback/tree/index.js");
    const draft = { backupId: "0123456789abcdef", folder: createBackups().folder, signal: controller.signal };
    await expect(treeKind().capture(folder, draft)).rejects.toThrow();
  });

  test.each([undefined, fakeSeal()])(
    "of a file that grows is what was read, and can be verified (%#)",
    async (seal) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "log"), Buffer.alloc(8_000_000, "line\n"));
      const growing = setInterval(() => appendFileSync(join(folder, "log"), "one more line\n"), 1);
      const backups = createBackups();
      const backup = await backups.capture(folder, seal && { seal });
      clearInterval(growing);
      await backups.verify(backup, seal);
    },
  );

  test("of a tree in which files come and go holds what was there", async () => {
    const folder = temporaryFolder();
    for (let i = 0; i < 400; i++) writeFileSync(join(folder, `f${i}`), "x");
    let next = 0;
    const removing = setInterval(() => {
      for (let i = 0; i < 10 && next < 400; i++) rmSync(join(folder, `f${next++}`));
    }, 1);
    const backups = createBackups();
    const backup = await backups.capture(folder);
    clearInterval(removing);
    await backups.verify(backup);
    for (const warning of backup.warnings)
      expect(warning).toMatch(/^(f\d+|\.) (vanished before|changed while) it was read/);
  });
});

const asAnother = requirePrograms(["setpriv", "getfacl"], { root: true, package: ["util-linux", "acl"] });

asAnother("programs that cannot do it", () => {
  test("a tar that fails is a failed capture that says why", async () => {
    const folder = temporaryFolder();
    const bin = join(folder, "bin");
    sh(
      folder,
      `mkdir bin tree; printf '#!/bin/sh\\necho "tar: ./f: Cannot open: Permission denied" >&2; exit 2\\n' > bin/tar; chmod +x bin/tar`,
    );
    const path = process.env["PATH"];
    try {
      process.env["PATH"] = bin;
      const failure = { code: "BACKUP_FAILED", message: expect.stringContaining("f: Cannot open: Permission denied") };
      await expect(createBackups().capture(join(folder, "tree"))).rejects.toMatchObject(failure);
      process.env["PATH"] = join(folder, "none");
      await expect(createBackups().capture(join(folder, "tree"))).rejects.toMatchObject({
        code: "BACKUP_TOOL_MISSING",
      });
    } finally {
      process.env["PATH"] = path;
    }
  });
});

describe("a restore", () => {
  test("is refused where a link has come into the place of a folder above", async () => {
    const folder = temporaryFolder();
    sh(folder, "mkdir -p a/b; echo 1 > a/b/f; mkdir elsewhere; echo 2 > elsewhere/f");
    const backups = createBackups();
    const backup = await backups.capture(join(folder, "a/b/f"));
    sh(folder, "rm -r a/b; ln -s ../elsewhere a/b");
    await expect(backups.restore(backup)).rejects.toMatchObject({ code: "BACKUP_RESTORE_FAILED" });
    expect(sh(folder, "ls -A elsewhere a; cat elsewhere/f")).toBe("a:\nb\n\nelsewhere:\nf\n2\n");
    // Or nothing else could be done with these backups before the folder is put back.
    expect(await repairSwaps(backups.folder)).toEqual([]);
  });

  test("is refused where a folder has come into the place of a link on the way", async () => {
    const folder = temporaryFolder();
    sh(folder, "mkdir one; echo 1 > one/f; ln -s one current");
    const backups = createBackups();
    const backup = await backups.capture(join(folder, "current/f"));
    sh(folder, "rm current; mkdir current; echo 2 > current/other");
    await expect(backups.restore(backup)).rejects.toMatchObject({ code: "BACKUP_RESTORE_FAILED" });
    expect(sh(folder, "cat current/other")).toBe("2\n");
  });

  test("of what a link led to puts the link back, whatever is there", async () => {
    const folder = temporaryFolder();
    sh(folder, "mkdir one; echo 1 > one/f; ln -s one it");
    const backups = createBackups();
    const backup = await backups.capture(join(folder, "it"));
    sh(folder, "rm it; mkdir it; echo 2 > it/g; echo 3 > one/f");
    await backups.restore(backup);
    expect(sh(folder, "readlink it; cat it/f; ls -A")).toBe("one\n1\nit\none\n");
  });
});
