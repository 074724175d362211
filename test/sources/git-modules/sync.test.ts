// Syncs with the real git over file://: what is fetched by which name, what a user or a crash has done to the copy, and what is left
// as it was when a sync fails.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { commit, git, index, recordedLog, repositoryWith, sync } from "./repositories.js";

const suite = requirePrograms(["git", "flock"], { package: ["git", "util-linux"] });
const ADBLOCK = "modules/adblock/index.json";
const files = { [ADBLOCK]: index("1.0.0"), "modules/adblock/index.py": "def main(args=None): return True\n" };

function place() {
  const repository = repositoryWith(files);
  return { repository, url: `file://${repository}`, folder: join(temporaryFolder(), "copy") };
}

function versionIn(folder: string): string {
  return JSON.parse(readFileSync(join(folder, ADBLOCK), "utf8")).metadata.schema_version;
}

suite("a sync", () => {
  test("makes a shallow copy, then changes it, then finds nothing to change", async () => {
    const { repository, url, folder } = place();
    const { lines, log } = recordedLog();
    const first = await sync({ url, folder, log });
    expect(first).toMatchObject({ isNew: true, isChanged: true, modulesFolder: join(folder, "modules") });
    const head = commit(repository, { [ADBLOCK]: index("1.1.0") });
    expect(await sync({ url, folder, log })).toMatchObject({ isNew: false, isChanged: true, commit: head });
    expect(versionIn(folder)).toBe("1.1.0");
    expect(await sync({ url, folder, log })).toMatchObject({ isNew: false, isChanged: false, commit: head });
    expect(git(folder, "rev-list", "--count", "HEAD")).toBe("1");
    expect(lines).toEqual([
      `info Cloning repository ${url} to ${folder}`,
      "info Git clone completed",
      `info Pulling latest changes from ${url}`,
      `info Git pull completed: ${first.commit.slice(0, 12)} → ${head.slice(0, 12)}`,
      `info Pulling latest changes from ${url}`,
      "info Git pull completed: Already up to date.",
    ]);
  });

  test("takes a branch, a tag, an annotated tag, and a commit by its whole or its short name", async () => {
    const { repository, folder } = place();
    const old = git(repository, "rev-parse", "HEAD");
    git(repository, "tag", "light");
    git(repository, "tag", "--annotate", "--message", "noted", "v1.0");
    git(repository, "branch", "feature/one");
    const head = commit(repository, { [ADBLOCK]: index("2.0.0") });
    const refs = {
      light: old,
      "v1.0": old,
      "feature/one": old,
      main: head,
      [old]: old,
      [head.slice(0, 8)]: head,
      [old.slice(0, 7)]: old,
    };
    for (const [ref, wanted] of Object.entries(refs)) {
      expect((await sync({ url: repository, folder, ref })).commit, ref).toBe(wanted);
      expect(versionIn(folder), ref).toBe(wanted === old ? "1.0.0" : "2.0.0");
    }
  });

  test("follows a branch that was rewritten", async () => {
    const { repository, url, folder } = place();
    commit(repository, { [ADBLOCK]: index("1.1.0") });
    await sync({ url, folder });
    git(repository, "reset", "--quiet", "--hard", "HEAD~1");
    const head = commit(repository, { [ADBLOCK]: index("1.0.5"), "modules/other/index.json": index("1.0.0") });
    expect((await sync({ url, folder })).commit).toBe(head);
    expect(versionIn(folder)).toBe("1.0.5");
  });

  test.each(["gone", "0".repeat(40), "1234567"])(
    "says that there is no %s, and leaves the copy as it was",
    async (ref) => {
      const { url, folder } = place();
      const { commit: before } = await sync({ url, folder });
      await expect(sync({ url, folder, ref })).rejects.toMatchObject({ code: "MODULES_REF_UNKNOWN" });
      expect(git(folder, "rev-parse", "HEAD")).toBe(before);
      expect(versionIn(folder)).toBe("1.0.0");
    },
  );

  test("of an empty repository, or of none, leaves nothing", async () => {
    const folder = join(temporaryFolder(), "copy");
    const empty = temporaryFolder();
    git(empty, "init", "--quiet");
    await expect(sync({ url: empty, folder })).rejects.toMatchObject({ code: "MODULES_REF_UNKNOWN" });
    const nowhere = sync({ url: join(empty, "nowhere"), folder });
    await expect(nowhere).rejects.toMatchObject({ code: "MODULES_SYNC_FAILED" });
    expect(existsSync(folder)).toBe(false);
  });
});

const changes: Readonly<Record<string, (folder: string) => void>> = {
  "a changed file": (folder) => writeFileSync(join(folder, ADBLOCK), "changed"),
  "a removed file": (folder) => rmSync(join(folder, ADBLOCK)),
  "a new file": (folder) => writeFileSync(join(folder, "modules/adblock/new"), "new"),
  "an ignored file": (folder) => {
    writeFileSync(join(folder, ".git/info/exclude"), "*.pyc\n");
    writeFileSync(join(folder, "modules/adblock/x.pyc"), "new");
  },
  "a file in the place of a folder": (folder) => {
    rmSync(join(folder, "modules"), { recursive: true });
    writeFileSync(join(folder, "modules"), "");
  },
  "a link in the place of a folder": (folder) => {
    rmSync(join(folder, "modules"), { recursive: true });
    symlinkSync("/etc", join(folder, "modules"));
  },
  "a repository in it": (folder) => {
    mkdirSync(join(folder, "modules/inner"));
    git(join(folder, "modules/inner"), "init", "--quiet");
    commit(join(folder, "modules/inner"), { file: "content" });
  },
  "a commit of the user": (folder) => void commit(folder, { [ADBLOCK]: index("9.0.0") }),
  "a rebase that is under way": (folder) => {
    mkdirSync(join(folder, ".git/rebase-merge"));
    writeFileSync(join(folder, ".git/rebase-merge/head-name"), "refs/heads/main\n");
    writeFileSync(join(folder, ADBLOCK), "<<<<<<< HEAD\n");
  },
  "a lock of a git that was killed": (folder) => {
    for (const name of ["index.lock", "HEAD.lock", "shallow.lock", "config.lock"])
      writeFileSync(join(folder, ".git", name), "");
    writeFileSync(join(folder, ADBLOCK), "half");
  },
  "a damaged index": (folder) => writeFileSync(join(folder, ".git/index"), "damaged"),
  "a damaged HEAD": (folder) => writeFileSync(join(folder, ".git/HEAD"), "damaged"),
  "no objects any more": (folder) => rmSync(join(folder, ".git/objects"), { recursive: true }),
  "a damaged configuration": (folder) => writeFileSync(join(folder, ".git/config"), "[damaged"),
  "another work tree": (folder) => void git(folder, "config", "core.worktree", "/"),
  "a sparse checkout": (folder) => void git(folder, "sparse-checkout", "set", "--no-cone", "/nothing"),
};

suite("a sync of a copy with", () => {
  test.each(Object.entries(changes))("%s brings it to what the repository has", async (_name, change) => {
    const { repository, url, folder } = place();
    const { commit: head } = await sync({ url, folder });
    change(folder);
    expect((await sync({ url, folder })).commit).toBe(head);
    expect(versionIn(folder)).toBe("1.0.0");
    change(folder);
    const next = commit(repository, { [ADBLOCK]: index("1.1.0") });
    expect((await sync({ url, folder })).commit).toBe(next);
    expect(versionIn(folder)).toBe("1.1.0");
    expect(readdirSync(join(folder, "modules/adblock")).sort()).toEqual(["index.json", "index.py"]);
    expect(readdirSync(folder).sort()).toEqual([".git", "modules"]);
  });
});
