// Syncs that do not come to their end: the network, the time, the disk, a kill; and copies that are somebody else's. The copy is then
// as it was, and the next sync goes on.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { syncRepository } from "../../../src/sources/git-modules/index.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { commit, git, index, recordedLog, repositoryWith, sync } from "./repositories.js";

const suite = requirePrograms(["git", "flock"], { package: ["git", "util-linux"] });
const INDEX = "modules/m/index.json";

function place() {
  return { url: repositoryWith({ [INDEX]: index("1.0.0") }), folder: join(temporaryFolder(), "copy") };
}

function versionIn(folder: string): string {
  return JSON.parse(readFileSync(join(folder, INDEX), "utf8")).metadata.schema_version;
}

/** What stands for ssh: serves the repository itself, and after so many bytes of an answer stays silent for ever. */
function serveOverSsh(bytes: number | undefined): void {
  const script = join(temporaryFolder(), "ssh");
  const cut = bytes === undefined ? "" : ` | { head -c ${bytes}; exec sleep 600; }`;
  writeFileSync(script, `#!/bin/sh\nfor last; do :; done\nsh -c "$last"${cut}\n`, { mode: 0o755 });
  vi.stubEnv("GIT_SSH", script);
}

afterEach(() => void vi.unstubAllEnvs());

suite("a sync that fails leaves the copy as it was:", () => {
  test("nothing answers at the address", async () => {
    const { url, folder } = place();
    const { commit: before } = await sync({ url, folder });
    const refusal = sync({ url: "https://127.0.0.1:1/x.git", folder });
    await expect(refusal).rejects.toMatchObject({
      code: "MODULES_SYNC_FAILED",
      message: expect.stringContaining("127.0.0.1"),
    });
    expect(git(folder, "rev-parse", "HEAD")).toBe(before);
  });

  test("a server takes the call and stays silent", async () => {
    const server = createServer((socket) => void socket.on("error", () => undefined));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const folder = join(temporaryFolder(), "copy");
    const refusal = sync({ url: `https://127.0.0.1:${port}/x.git`, folder, timeoutSeconds: 1 });
    await expect(refusal).rejects.toMatchObject({ code: "MODULES_SYNC_TIMEOUT" });
    expect(existsSync(folder)).toBe(false);
    server.close();
  });

  test.each([0, 100, 700, 1500])("the other side is silent after %d bytes, and git is killed", async (bytes) => {
    const { url, folder } = place();
    await sync({ url, folder });
    commit(url, { [INDEX]: index("1.1.0"), "modules/m/large": "x".repeat(4000) });
    serveOverSsh(bytes);
    const remote = `ssh://example.org${url}`;
    await expect(sync({ url: remote, folder, timeoutSeconds: 1.5 })).rejects.toMatchObject({
      code: "MODULES_SYNC_TIMEOUT",
    });
    expect(versionIn(folder)).toBe("1.0.0");
    serveOverSsh(undefined);
    expect((await sync({ url: remote, folder })).isChanged).toBe(true);
    expect(versionIn(folder)).toBe("1.1.0");
    expect(readdirSync(join(folder, ".git")).filter((name) => name.endsWith(".lock"))).toEqual([]);
  });

  test("it is called off", async () => {
    const { url, folder } = place();
    await sync({ url, folder });
    serveOverSsh(0);
    const signal = AbortSignal.timeout(300);
    const refusal = sync({ url: `ssh://example.org${url}`, folder, signal });
    await expect(refusal).rejects.toMatchObject({ code: "CANCELLED" });
    expect(versionIn(folder)).toBe("1.0.0");
  });
});

suite("one process at a time", () => {
  test("works on a copy; the next one waits, but not for ever", async () => {
    const { url, folder } = place();
    const options = {
      url,
      ref: "main",
      folder,
      maxBytes: 2 ** 30,
      signal: new AbortController().signal,
      log: recordedLog().log,
    };
    const first = await syncRepository({ ...options, timeoutSeconds: 60 });
    await expect(sync({ url, folder, timeoutSeconds: 0.3 })).rejects.toMatchObject({ code: "MODULES_COPY_LOCKED" });
    const second = sync({ url, folder });
    first.release();
    first.release();
    expect((await second).isChanged).toBe(false);
  });
});

suite("a folder that is not ours", () => {
  test("is taken over where it is a clone in which nothing would be lost", async () => {
    const { url, folder } = place();
    git("/", "clone", "--quiet", url, folder);
    expect(await sync({ url, folder })).toMatchObject({ isNew: false });
    writeFileSync(join(folder, "mine"), "now it is thrown away");
    await sync({ url, folder });
    expect(existsSync(join(folder, "mine"))).toBe(false);
  });

  const folders: Readonly<Record<string, (folder: string, url: string) => void>> = {
    "is a clone with changes": (folder, url) => {
      git("/", "clone", "--quiet", url, folder);
      writeFileSync(join(folder, INDEX), "mine");
    },
    "is a clone with a file of its own": (folder, url) => {
      git("/", "clone", "--quiet", url, folder);
      writeFileSync(join(folder, "mine"), "mine");
    },
    "is a clone in which a merge is under way": (folder, url) => {
      git("/", "clone", "--quiet", url, folder);
      writeFileSync(join(folder, ".git/MERGE_HEAD"), "");
    },
    "is a work tree of another repository": (folder, url) =>
      void git(url, "worktree", "add", "--quiet", "--detach", folder),
    "can be written by everybody": (folder) => {
      mkdirSync(folder);
      writeFileSync(join(folder, "mine"), "mine");
      chmodSync(folder, 0o777);
    },
    "has other things in it": (folder) => {
      mkdirSync(folder);
      writeFileSync(join(folder, "mine"), "mine");
    },
    "is a file": (folder) => writeFileSync(folder, "mine"),
  };
  test.each(Object.entries(folders))("%s: refused, and left alone", async (_name, make) => {
    const { url, folder } = place();
    make(folder, url);
    await expect(sync({ url, folder })).rejects.toMatchObject({ code: "MODULES_COPY_FOREIGN" });
    const [mine] = ["mine", INDEX].map((name) => join(folder, name)).filter(existsSync);
    expect(readFileSync(mine ?? folder, "utf8")).toBe(
      mine?.endsWith("json") && !_name.includes("changes") ? index("1.0.0") : "mine",
    );
  });
});

const mounted: string[] = [];
afterAll(() => {
  for (const folder of mounted) execFileSync("umount", ["-l", folder]);
});

requirePrograms(["git", "flock", "mount"], { package: ["git", "util-linux", "mount"], root: true })("as root", () => {
  test("a clone of somebody else is refused, since its configuration is theirs", async () => {
    const { url, folder } = place();
    git("/", "clone", "--quiet", url, folder);
    chownSync(folder, 65534, 65534);
    await expect(sync({ url, folder })).rejects.toMatchObject({ code: "MODULES_COPY_FOREIGN" });
  });

  test("an empty folder of somebody else is refused, since what comes into it is run", async () => {
    const { url, folder } = place();
    mkdirSync(folder);
    chownSync(folder, 65534, 65534);
    const message = expect.stringContaining("it belongs to somebody else");
    await expect(sync({ url, folder })).rejects.toMatchObject({ code: "MODULES_COPY_FOREIGN", message });
  });

  test("a full disk costs the sync, and nothing else", async () => {
    const { url } = place();
    const disk = join(temporaryFolder(), "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]);
    mounted.push(disk);
    const folder = join(disk, "copy");
    await sync({ url, folder });
    const incompressible = Array.from({ length: 30_000 }, (_, at) => ((at * 2654435761) >>> 0).toString(36)).join("");
    commit(url, { [INDEX]: index("1.1.0"), "modules/m/large": incompressible });
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, "filler"), Buffer.alloc(bavail * bsize - 40 * 1024));
    await expect(sync({ url, folder })).rejects.toMatchObject({
      code: expect.stringMatching(/SYNC_FAILED|UNWRITABLE/),
    });
    expect(versionIn(folder)).toBe("1.0.0");
    execFileSync("rm", [join(disk, "filler")]);
    expect((await sync({ url, folder })).isChanged).toBe(true);
    expect(versionIn(folder)).toBe("1.1.0");
  });
});
