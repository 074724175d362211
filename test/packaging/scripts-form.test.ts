// The package for a gateway that has Node: what is in it, that it runs, and that it can be made again bit by bit.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, expect, test } from "vitest";
import { createStage } from "../app/constrained/stage.js";
import { makeModule } from "../python/python.js";
import { requirePrograms, temporaryFolder } from "../support/index.js";
import { buildPackage } from "./package.js";

requirePrograms(["dpkg-deb", "python3"], { package: ["dpkg", "python3"] })("orchestrator_VERSION_all.deb", () => {
  let deb = "";
  let unpacked = "";

  beforeAll(async () => {
    deb = await buildPackage("orchestrator", temporaryFolder());
    unpacked = temporaryFolder();
    execFileSync("dpkg-deb", ["-R", deb, unpacked]);
  });

  const text = (path: string) => readFileSync(join(unpacked, path), "utf8");

  test("made again it is the same", async () => {
    const again = await buildPackage("orchestrator", temporaryFolder());
    expect(readFileSync(again).equals(readFileSync(deb))).toBe(true);
  });

  test("needs Node, takes the place of the other form, and keeps its configuration", () => {
    expect(text("DEBIAN/control")).toMatch(/^Depends: nodejs \(>= 20\.19\)$/m);
    for (const field of ["Conflicts", "Replaces", "Provides"]) {
      expect(text("DEBIAN/control")).toMatch(new RegExp(`^${field}: orchestrator-standalone$`, "m"));
    }
    expect(text("DEBIAN/conffiles")).toBe("/etc/mender-orchestrator/mender-orchestrator.conf\n");
    expect(JSON.parse(text("etc/mender-orchestrator/mender-orchestrator.conf"))).toEqual({
      "x-about": expect.any(String),
    });
  });

  test.each([
    "usr/share/mender/modules/v3/mender-orchestrator-manifest",
    "usr/share/mender/inventory/mender-inventory-mender-orchestrator",
    "usr/share/mender-orchestrator/interfaces/v1/rootfs-image",
    "usr/share/mender-update-orchestrator/update-interfaces/v1/rootfs-image",
    "usr/share/mender-orchestrator/interfaces/v1/directory-module",
    "usr/share/mender-orchestrator/python/updates/utils/global_rollback.py",
    "usr/lib/systemd/system/orchestrator-resume.service",
    "usr/share/man/man1/mender-orchestrator.1.gz",
    "usr/share/bash-completion/completions/mender-update-orchestrator",
  ])("has %s", (path) => expect(existsSync(join(unpacked, path))).toBe(true));

  test("runs modules in Python, and has the original's commands for them", async () => {
    const share = join(unpacked, "usr/share");
    const folder = makeModule({ "index.py": "from updates import log_message\ndef main(args): log_message('ran')" });
    const interfacePath = join(share, "mender-update-orchestrator/update-interfaces/v1/directory-module");
    const ran = await execa(interfacePath, ["ArtifactInstall", folder, "web", `destination=${folder}`, "run=only"]);
    expect(ran.stdout.split("\n")[0]).toBe("ran");
    const updates = join(share, "mender-orchestrator/python/updates");
    expect((await execa(join(updates, "updateManager.sh"), ["--help"])).stdout).toMatch(/^Usage: /);
    expect((await execa(join(updates, "index.py"), ["--help"])).stdout).toMatch(/^usage: /);
  });

  test("has no mock among its interfaces, and nothing that only programmers use", () => {
    expect(existsSync(join(unpacked, "usr/share/mender-orchestrator/interfaces/v1/rtos"))).toBe(false);
    expect(existsSync(join(unpacked, "usr/lib/orchestrator/index.js"))).toBe(false);
  });

  test("nothing in it is open to others than root, but to read", () => {
    const listed = execFileSync("dpkg-deb", ["-c", deb], { encoding: "utf8" }).trimEnd().split("\n");
    const wrong = listed.filter((line) => !/^(-rw-r--r--|[-d]rwxr-xr-x|drwx------|lrwxrwxrwx) root\/root /.test(line));
    expect(wrong).toEqual([]);
    const closed = listed.filter((line) => line.startsWith("drwx------")).map((line) => line.split(" ").at(-1));
    expect(closed).toEqual(["./var/lib/mender-orchestrator/"]);
  });

  test.each(["orchestrator", "mender-orchestrator", "mender-update-orchestrator"])("%s installs", async (name) => {
    const stage = createStage({ board: { ids: ["B1"], version: "v1" } }, { isQuick: true });
    await stage.artifact("board", "v2");
    const head = "api_version: mender/v1\nkind: manifest\nname: two\nsystem_types_compatible: [demo]\n";
    const manifest = stage.manifest("two", `${head}component_types: { board: { artifact_path: board-v2.mender } }\n`);
    const program = join(unpacked, "usr", "bin", name);
    const options = { env: stage.system.environment, extendEnv: false, reject: false } as const;
    const ran = await execa(process.execPath, [program, "install", manifest], options);
    expect(ran, ran.stderr).toMatchObject({ exitCode: 0 });
    expect(stage.versions()).toEqual({ B1: "v2" });
  });
});
