// Repositories that are larger than they may be: a server that sends a pack without an end, and a small pack that would become large files.
// The copy is as it was, and nothing of what has come is left.

import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { commit, git, repositoryWith, sync } from "./repositories.js";

const suite = requirePrograms(["git", "flock", "prlimit", "python3"], { package: ["git", "util-linux", "python3"] });
const MAX_BYTES = 1024 * 1024;
const TOO_LARGE = { code: "MODULES_REPOSITORY_TOO_LARGE", message: expect.stringContaining(`${MAX_BYTES} bytes`) };

/** Says that it is one file, and sends on. */
const ENDLESS_PACK = `#!/usr/bin/env python3
import os, struct, sys, zlib
out = sys.stdout.buffer
size = 1 << 50
head = [0x30 | (size & 15)]
size >>= 4
while size:
    head[-1] |= 0x80
    head.append(size & 127)
    size >>= 7
out.write(b"PACK" + struct.pack(">II", 2, 1) + bytes(head))
deflate = zlib.compressobj(0)
while True:
    out.write(deflate.compress(os.urandom(65536)))
`;

/** What stands for ssh serves the repository itself, by the real upload-pack, which has its packs made by another. */
function serveEndlessly(): void {
  const folder = temporaryFolder();
  const [ssh, pack] = [join(folder, "ssh"), join(folder, "pack-objects")];
  writeFileSync(pack, ENDLESS_PACK, { mode: 0o755 });
  const serve = `exec git -c uploadpack.packObjectsHook=${pack} upload-pack "$path"`;
  writeFileSync(ssh, `#!/bin/sh\nfor last; do :; done\npath=\${last#*\\'}\npath=\${path%\\'}\n${serve}\n`, {
    mode: 0o755,
  });
  vi.stubEnv("GIT_SSH", ssh);
}

/** Ten objects, and a file in as many places as no disk has room for. */
function putBomb(url: string): void {
  const made = (type: string, lines: string): string =>
    execFileSync("git", type === "blob" ? ["hash-object", "-w", "--stdin"] : ["mktree"], {
      ...{ cwd: url, input: lines, encoding: "utf8" },
    }).trim();
  let [mode, object] = ["100644 blob", made("blob", "x")];
  for (let depth = 0; depth < 8; depth++) {
    const lines = Array.from({ length: 20 }, (_, at) => `${mode} ${object}\t${String(at).padStart(2, "0")}\n`);
    [mode, object] = ["040000 tree", made("tree", lines.join(""))];
  }
  git(url, "reset", "--quiet", "--soft", git(url, "commit-tree", "-m", "bomb", object));
}

function unfinishedIn(folder: string): readonly string[] {
  const objects = join(folder, ".git", "objects");
  return readdirSync(objects, { recursive: true, encoding: "utf8" }).filter((name) => name.includes("tmp"));
}

afterEach(() => void vi.unstubAllEnvs());

suite("a repository that is too large", () => {
  test.each(["a first sync", "a later one"])("by a pack without an end is refused in %s", async (which) => {
    const url = repositoryWith({ "modules/m/index.json": "{}" });
    const [parent, name] = [temporaryFolder(), "copy"];
    const folder = join(parent, name);
    const before = which === "a later one" ? (await sync({ url, folder })).commit : undefined;
    commit(url, { "modules/m/more": "more" });
    serveEndlessly();
    await expect(sync({ url: `ssh://example.org${url}`, folder, maxBytes: MAX_BYTES })).rejects.toMatchObject(
      TOO_LARGE,
    );
    if (before === undefined)
      expect(readdirSync(parent).filter((entry) => entry.includes("copy"))).toEqual([".copy.lock"]);
    else
      expect({ head: git(folder, "rev-parse", "HEAD"), unfinished: unfinishedIn(folder) }).toEqual({
        head: before,
        unfinished: [],
      });
  });

  test("by files without end is refused", async () => {
    const url = repositoryWith({ "modules/m/index.json": "{}" });
    const folder = join(temporaryFolder(), "copy");
    const { commit: before } = await sync({ url, folder });
    putBomb(url);
    await expect(sync({ url, folder })).rejects.toMatchObject({ code: TOO_LARGE.code });
    expect(git(folder, "rev-parse", "HEAD")).toBe(before);
  });

  test("by what its files would be is refused before one of them is written", async () => {
    const url = repositoryWith({ "modules/m/index.json": "{}" });
    const folder = join(temporaryFolder(), "copy");
    await sync({ url, folder, maxBytes: MAX_BYTES });
    const half = "0".repeat(MAX_BYTES / 2);
    commit(url, { "modules/m/one": half, "modules/m/other": half, "modules/m/index.json": "{ }" });
    await expect(sync({ url, folder, maxBytes: MAX_BYTES })).rejects.toMatchObject(TOO_LARGE);
    expect(readdirSync(join(folder, "modules/m"))).toEqual(["index.json"]);
    const { isChanged } = await sync({ url, folder, maxBytes: 2 * MAX_BYTES });
    expect(isChanged).toBe(true);
  });
});
