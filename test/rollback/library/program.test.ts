// The built program on a real folder: several processes at once, kills at any moment, encryption, and a restore of files within files.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { programPath, requirePrograms, temporaryFolder } from "../../support/index.js";

interface Place {
  readonly folder: string;
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
}

function place(): Place {
  const root = temporaryFolder();
  const [folder, home] = [join(root, "backups"), join(root, "home")];
  mkdirSync(home);
  const own = ["CONF", "DATA", "DATASTORE"].map((name) => [`MENDER_ORCHESTRATOR_${name}_DIR`, join(root, name)]);
  const environment = { ...process.env, ...Object.fromEntries(own), MENDER_ORCHESTRATOR_BACKUPS_DIR: folder };
  return { folder, home, environment };
}

function run({ environment }: Place, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [programPath, "backup", ...words], {
    ...{ env: environment, encoding: "utf8" },
  });
  return { status, stdout, stderr };
}

function start({ environment }: Place, ...words: readonly string[]) {
  return spawn(process.execPath, [programPath, "backup", ...words], { env: environment, stdio: "ignore" });
}

interface Listed {
  readonly backups: readonly { readonly id: string; readonly point?: string }[];
}

function listed(where: Place): Listed["backups"] {
  const answer: Listed = JSON.parse(run(where, "list", "--output", "json").stdout);
  return answer.backups;
}

function tree(where: Place, files: number): string {
  const path = join(where.home, "app");
  mkdirSync(path, { recursive: true });
  for (let i = 0; i < files; i += 1) writeFileSync(join(path, `file-${i}`), `${i}`.repeat(2000));
  return path;
}

const suite = requirePrograms(["tar", "flock", "sync"], { package: ["tar", "util-linux", "coreutils"] });

suite("a folder of backups", () => {
  test("serves several processes, one after the other", async () => {
    const where = place();
    const path = tree(where, 20);
    const other = join(where.home, "other");
    writeFileSync(other, "");
    const words = ["create", "--module", "app", "--file", path, "--file", other];
    const all = [1, 2, 3, 4].map(() => start(where, ...words));
    const codes = await Promise.all(all.map(async (child) => (await once(child, "close"))[0]));
    expect(codes).toEqual([0, 0, 0, 0]);
    const backups = listed(where);
    expect(backups).toHaveLength(8);
    expect(new Set(backups.map(({ point }) => point)).size).toBe(4);
    expect(run(where, "verify").status).toBe(0);
  });

  test("is sound after a kill, whenever it comes", async () => {
    const where = place();
    const path = tree(where, 300);
    const other = join(where.home, "other");
    writeFileSync(other, "");
    const words = ["create", "--module", "app", "--file", path, "--file", other];
    expect(run(where, ...words).status).toBe(0);
    for (const seen of [0, 1, 2]) {
      const before = readdirSync(where.folder).length;
      const child = start(where, ...words);
      const ended = once(child, "close");
      // So many more names are in the folder when it is killed: the first is that of the first capture.
      while (child.exitCode === null && readdirSync(where.folder).length < before + seen) {
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      child.kill("SIGKILL");
      await ended;
      expect(listed(where).length % 2).toBe(0);
    }
    expect(run(where, "prune").status).toBe(0);
    const ids = new Set(listed(where).map(({ id }) => id));
    const strangers = readdirSync(where.folder).filter(
      (name) => /^[0-9a-f]{16}_/.test(name) && !ids.has(name.slice(0, 16)),
    );
    expect(strangers).toEqual([]);
    expect(run(where, "verify").status).toBe(0);
  });

  test("gives an entry inside of a captured folder back, after the folder", () => {
    const where = place();
    const path = tree(where, 3);
    const inner = join(path, "file-1");
    const id = run(where, "create", "--module", "app", "--file", inner, "--file", path).stdout.trim();
    writeFileSync(inner, "after");
    writeFileSync(join(path, "new"), "");
    expect(run(where, "restore", "--yes", id)).toMatchObject({ status: 0 });
    expect(readFileSync(inner, "utf8")).toBe("1".repeat(2000));
    expect(readdirSync(path).sort()).toEqual(["file-0", "file-1", "file-2"]);
  });

  test("says what is damaged, and restores nothing of the point", () => {
    const where = place();
    const path = tree(where, 2);
    const other = join(where.home, "other");
    writeFileSync(other, "before");
    const id = run(where, "create", "--module", "app", "--file", path, "--file", other).stdout.trim();
    const stored = readdirSync(where.folder).find((name) => name.endsWith("_other")) ?? "";
    writeFileSync(join(where.folder, stored), "forged");
    writeFileSync(join(path, "file-0"), "after");
    const refused = run(where, "restore", "--yes", id);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("BACKUP_DAMAGED");
    expect(readFileSync(join(path, "file-0"), "utf8")).toBe("after");
    expect(run(where, "verify", id).stdout).toContain(`damaged  ${stored.slice(0, 16)}`);
  });
});

requirePrograms(["tar", "age", "age-keygen"], { package: ["tar", "age"] })("an encrypted backup", () => {
  function withKey() {
    const where = place();
    const key = join(where.home, "key.txt");
    spawnSync("age-keygen", ["-o", key]);
    const recipient = spawnSync("age-keygen", ["-y", key], { encoding: "utf8" }).stdout.trim();
    const path = tree(where, 3);
    const id = run(where, "create", "--module", "app", "--file", path, "--recipient", recipient).stdout.trim();
    writeFileSync(join(path, "file-0"), "after");
    return { where, key, path, id };
  }

  test("comes back with the identity, and opens with age", () => {
    const { where, key, path, id } = withKey();
    const stored = join(where.folder, readdirSync(where.folder).find((name) => name.endsWith(".age")) ?? "");
    const names = spawnSync("sh", ["-c", 'age -d -i "$0" "$1" | tar -t', key, stored], { encoding: "utf8" }).stdout;
    expect(names).toContain("file-2");
    expect(run(where, "restore", "--yes", id, "--identity", key)).toMatchObject({ status: 0 });
    expect(readFileSync(join(path, "file-0"), "utf8")).toBe("0".repeat(2000));
  });

  test.each([
    ["without an identity", []],
    ["with another identity", ["--identity"]],
  ])("does not come back %s", (_, words) => {
    const { where, path, id } = withKey();
    const other = join(where.home, "other.txt");
    spawnSync("age-keygen", ["-o", other]);
    const refused = run(where, "restore", "--yes", id, ...words, ...(words.length > 0 ? [other] : []));
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("BACKUP_KEY_WRONG");
    expect(readFileSync(join(path, "file-0"), "utf8")).toBe("after");
  });
});

describe("a SQLite database inside of a captured folder", () => {
  requirePrograms(["sqlite3", "tar"])("of one point", () => {
    test("comes back as it was, after the folder", () => {
      const where = place();
      const path = tree(where, 2);
      const database = join(path, "app.db");
      const sql = (text: string) => spawnSync("sqlite3", [database, text], { encoding: "utf8" }).stdout;
      sql("PRAGMA journal_mode=WAL; CREATE TABLE t(x); INSERT INTO t VALUES (1)");
      const id = run(where, "create", "--module", "app", "--file", path, "--sqlite", database).stdout.trim();
      sql("INSERT INTO t VALUES (2); CREATE TABLE u(y)");
      writeFileSync(join(path, "file-0"), "after");
      expect(run(where, "restore", "--yes", id)).toMatchObject({ status: 0 });
      expect(sql("SELECT count(*) FROM t; SELECT name FROM sqlite_master")).toBe("1\nt\n");
      expect(readFileSync(join(path, "file-0"), "utf8")).toBe("0".repeat(2000));
    });
  });
});
