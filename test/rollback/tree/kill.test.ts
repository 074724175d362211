// A restore that is really killed, with nothing simulated: before its first rename, and between the two.

import { execFileSync, spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { repairSwaps } from "../../../src/rollback/tree/index.js";
import { projectRoot, temporaryFolder } from "../../support/index.js";
import { createBackups } from "./backups.js";

describe("a restore that is killed", () => {
  const outfile = () => join(folder, "killed-restore.mjs");
  let folder = "";

  beforeAll(async () => {
    folder = temporaryFolder();
    const entryPoints = [join(projectRoot, "test", "rollback", "tree", "killed-restore.ts")];
    await build({ entryPoints, outfile: outfile(), bundle: true, format: "esm", platform: "node", logLevel: "error" });
  });

  test.each([
    { renames: 0, where: "before the first rename", meanwhile: "2\n", after: "2\n", outcome: "old" },
    { renames: 1, where: "between the two", meanwhile: "", after: "1\n", outcome: "restored" },
  ])("$where", async ({ renames, meanwhile, after, outcome }) => {
    const place = temporaryFolder();
    const sh = (script: string) => execFileSync("sh", ["-c", script], { cwd: place, encoding: "utf8" });
    sh("mkdir it && echo 1 > it/f");
    const backup = await createBackups().capture(join(place, "it"));
    sh("echo 2 > it/f");
    const { signal } = spawnSync(process.execPath, [outfile(), JSON.stringify(backup), String(renames)]);
    expect([signal, sh("cat it/f 2>/dev/null || true")]).toEqual(["SIGKILL", meanwhile]);
    expect(await repairSwaps(dirname(backup.backupPath))).toMatchObject([{ outcome, target: join(place, "it") }]);
    expect([sh("cat it/f"), sh("ls -A")]).toEqual([after, "it\n"]);
  });
});
