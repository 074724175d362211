// What a repository, an environment or an address could do besides being fetched: run something, lead elsewhere, write somewhere else.

import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { commit, git, index, repositoryWith, sync } from "./repositories.js";

const suite = requirePrograms(["git", "flock"], { package: ["git", "util-linux"] });
const INDEX = "modules/m/index.json";

afterEach(() => void vi.unstubAllEnvs());

function copyFolder(): string {
  return join(temporaryFolder(), "copy");
}

const urls: readonly string[] = [
  ...[
    "",
    "-",
    "--upload-pack=touch /x",
    "ext::sh -c touch% /x",
    "fd::7",
    "http://example.org/x.git",
    "git://example.org/x",
  ],
  ...["https://-oProxyCommand=x/y", "ssh://-oProxyCommand=x/y", "-oProxyCommand=x@host:y", "user@-oProxyCommand:y"],
  ...[
    "relative/path",
    "host:path",
    "https://",
    "https://u:p@example.org/x.git",
    "file://host/x",
    "https://example.org/a\nb",
  ],
  ...["file::/x", "transport::https://example.org", `https://example.org/${"x".repeat(2048)}`],
];
const refs: readonly string[] = [
  ...["", "-b", "--upload-pack=x", "a..b", "a:b", "+a", "^a", "a b", "a*", "@{-1}", "a@{1}", "refs/../x", "a//b", "a/"],
  ...["a.lock", "a.lock/b", ".a", "a/.b", "a.", "a~1", "a\\b", "a\nb", "a?", "[a]", "x".repeat(300)],
];

describe("a sync", () => {
  test.each(urls)("takes nothing from %j", async (url) => {
    const folder = copyFolder();
    await expect(sync({ url, folder })).rejects.toMatchObject({ code: "MODULES_URL_REFUSED" });
    expect(existsSync(folder)).toBe(false);
  });

  test("does not repeat a password", async () => {
    const refusal = sync({ url: "https://me:geheim@example.org/x.git", folder: copyFolder() });
    await expect(refusal).rejects.toThrow(expect.objectContaining({ message: expect.not.stringContaining("geheim") }));
  });

  test.each(refs)("takes nothing by the name %j", async (ref) => {
    const refusal = sync({ url: "/nowhere", folder: copyFolder(), ref });
    await expect(refusal).rejects.toMatchObject({ code: "MODULES_URL_REFUSED" });
  });
});

/** A script that leaves a file behind where it is run. */
function trap() {
  const folder = temporaryFolder();
  const [script, sprung] = [join(folder, "trap"), join(folder, "sprung")];
  writeFileSync(script, `#!/bin/sh\ntouch ${sprung}\ncat\n`, { mode: 0o755 });
  return { script, sprung };
}

const HOOKS = ["post-checkout", "reference-transaction", "post-merge", "pre-auto-gc", "post-index-change"];

suite("a sync runs nothing", () => {
  test("of the hooks in the copy, in a template, or in the user's configuration", async () => {
    const url = repositoryWith({ [INDEX]: index("1.0.0") });
    const { script, sprung } = trap();
    const home = temporaryFolder();
    mkdirSync(join(home, "template/hooks"), { recursive: true });
    for (const hook of HOOKS) symlinkSync(script, join(home, "template/hooks", hook));
    const hooks = join(home, "template/hooks");
    writeFileSync(
      join(home, ".gitconfig"),
      `[init]\ntemplateDir=${home}/template\n[core]\nhooksPath=${hooks}\nfsmonitor=${script}\n`,
    );
    vi.stubEnv("HOME", home);
    vi.stubEnv("GIT_TEMPLATE_DIR", join(home, "template"));
    const folder = copyFolder();
    await sync({ url, folder });
    mkdirSync(join(folder, ".git/hooks"), { recursive: true });
    for (const hook of HOOKS) symlinkSync(script, join(folder, ".git/hooks", hook));
    commit(url, { [INDEX]: index("1.1.0") });
    expect((await sync({ url, folder })).isChanged).toBe(true);
    expect(existsSync(sprung)).toBe(false);
  });

  test("that filters files, and changes none on their way out", async () => {
    const { script, sprung } = trap();
    const home = temporaryFolder();
    const filter = `[filter "lfs"]\nsmudge=${script}\nprocess=${script}\nclean=${script}\nrequired=true\n[core]\nautocrlf=true\n`;
    writeFileSync(join(home, ".gitconfig"), filter);
    vi.stubEnv("HOME", home);
    const attributes = "* filter=lfs text eol=crlf\nmodules/m/id ident\nmodules/m/latin working-tree-encoding=LATIN1\n";
    const content = {
      [INDEX]: index("1.0.0"),
      "modules/m/id": "$Id$\n",
      "modules/m/latin": "text\n",
      "modules/m/lfs": "v1\n",
    };
    const url = repositoryWith(content);
    commit(url, { ".gitattributes": attributes, "modules/m/.gitattributes": attributes });
    const folder = copyFolder();
    await sync({ url, folder });
    for (const [name, text] of Object.entries(content)) expect(readFileSync(join(folder, name), "utf8")).toBe(text);
    expect(existsSync(sprung)).toBe(false);
    expect((await sync({ url, folder })).isChanged).toBe(false);
  });

  test("that is fetched as a submodule", async () => {
    const inner = repositoryWith({ file: "inner" });
    const url = repositoryWith({ [INDEX]: index("1.0.0") });
    git(url, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "modules/m/sub");
    commit(url, {});
    const folder = copyFolder();
    await sync({ url, folder });
    expect(readdirSync(join(folder, "modules/m/sub"))).toEqual([]);
    expect((await sync({ url, folder })).isChanged).toBe(false);
  });
});

suite("a sync goes nowhere else", () => {
  test("whatever GIT_… the environment has", async () => {
    const url = repositoryWith({ [INDEX]: index("1.0.0") });
    const other = repositoryWith({ file: "other" });
    const before = git(other, "rev-parse", "HEAD");
    const { script, sprung } = trap();
    const variables = {
      ...{
        GIT_DIR: join(other, ".git"),
        GIT_WORK_TREE: other,
        GIT_INDEX_FILE: join(other, ".git/index"),
        GIT_NAMESPACE: "n",
      },
      ...{ GIT_OBJECT_DIRECTORY: join(other, ".git/objects"), GIT_COMMON_DIR: join(other, ".git"), GIT_PREFIX: "x/" },
      ...{ GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "core.fsmonitor", GIT_CONFIG_VALUE_0: script, GIT_ASKPASS: script },
      ...{
        GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${script}'`,
        GIT_EXTERNAL_DIFF: script,
        GIT_TRACE: sprung,
        GIT_EXEC_PATH: "/x",
      },
      ...{ GIT_ALLOW_PROTOCOL: "ext", GIT_SHALLOW_FILE: "/dev/null", GIT_CEILING_DIRECTORIES: "/" },
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const folder = copyFolder();
    await sync({ url, folder });
    vi.unstubAllEnvs();
    expect(readFileSync(join(folder, INDEX), "utf8")).toBe(index("1.0.0"));
    expect([git(other, "rev-parse", "HEAD"), git(other, "status", "--porcelain"), existsSync(sprung)]).toEqual([
      before,
      "",
      false,
    ]);
  });

  test("where the tree has links, odd names, and names that differ in case alone", async () => {
    const url = repositoryWith({
      [INDEX]: index("1.0.0"),
      "modules/m/new\nline": "1",
      "modules/m/a": "2",
      "modules/m/A": "3",
    });
    symlinkSync("/etc", join(url, "modules/etc"));
    symlinkSync("../../..", join(url, "modules/m/up"));
    commit(url, { "modules/-rf/index.json": index("1"), "modules/m/$(touch x)": "4" });
    const folder = copyFolder();
    await sync({ url, folder });
    expect(readdirSync(join(folder, "modules/m")).sort()).toEqual([
      "$(touch x)",
      "A",
      "a",
      "index.json",
      "new\nline",
      "up",
    ]);
    expect(lstatSync(join(folder, "modules/etc")).isSymbolicLink()).toBe(true);
    expect((await sync({ url, folder })).isChanged).toBe(false);
  });

  const names = [".git", ".GIT", "..", ".", ".git\u200c", "git~1"];
  test.each(names)("where the tree has a folder %j, which is refused", async (name) => {
    const url = repositoryWith({ [INDEX]: index("1.0.0") });
    const folder = copyFolder();
    const { commit: before } = await sync({ url, folder });
    const text = (input: string, ...args: readonly string[]) =>
      execFileSync("git", args, { cwd: url, input, encoding: "utf8", stdio: "pipe" }).trim();
    const blob = text("[core]\nfsmonitor=touch /tmp/x\n", "hash-object", "-w", "--stdin");
    const inner = text(`100644 blob ${blob}\tconfig\n`, "mktree");
    const tree = text(`040000 tree ${inner}\t${name}\n`, "mktree");
    const made = git(url, "commit-tree", "-m", "bad", tree);
    git(url, "update-ref", "refs/heads/main", made);
    await expect(sync({ url, folder })).rejects.toMatchObject({ code: "MODULES_SYNC_FAILED" });
    expect(git(folder, "rev-parse", "HEAD")).toBe(before);
    expect(readFileSync(join(folder, INDEX), "utf8")).toBe(index("1.0.0"));
  });
});
