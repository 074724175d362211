// A restore that dies before each of its steps, and the repair that does, too: what is at the target is the old or the captured
// content, whole, and the repair says which.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { repairSwaps, type SwapDisk, treeKind } from "../../../src/rollback/tree/index.js";
import { temporaryFolder } from "../../support/index.js";
import { createBackups, UNSYNCED, unaborted } from "./backups.js";

/** After so many steps nothing is done any more, neither by what follows nor by what would clean up. */
function mortal(steps: number): SwapDisk & { readonly isDead: () => boolean } {
  let left = steps;
  const alive = () => {
    if (left-- <= 0) throw new Error("dead");
  };
  return {
    isDead: () => left < 0,
    replaceNote: (path, text) => [alive(), UNSYNCED.replaceNote(path, text)],
    removeNote: (path) => [alive(), UNSYNCED.removeNote(path)],
    makeFolder: (path) => [alive(), UNSYNCED.makeFolder(path)],
    makeLink: (path, link) => [alive(), UNSYNCED.makeLink(path, link)],
    rename: (from, to) => [alive(), UNSYNCED.rename(from, to)],
    syncFolder: () => alive(),
    syncAll: async () => alive(),
    removeTree: async (path) => [alive(), await UNSYNCED.removeTree(path)][0],
  };
}

interface Case {
  readonly source: string;
  readonly made: string;
  readonly changed: string;
}

const CASES: Readonly<Record<string, Case>> = {
  "a folder": { source: "it", made: "mkdir it; echo 1 > it/f", changed: "echo 2 > it/f; echo 2 > it/g" },
  "a file": { source: "it", made: "echo 1 > it", changed: "rm it; echo 2 > it" },
  "a folder that is a file by then": {
    source: "it",
    made: "mkdir it; echo 1 > it/f",
    changed: "rm -r it; echo 2 > it",
  },
  "a file that is a folder by then": { source: "it", made: "echo 1 > it", changed: "rm it; mkdir it; echo 2 > it/f" },
  "what is gone by then": { source: "it", made: "mkdir it; echo 1 > it/f", changed: "rm -r it" },
  "a folder behind a link that was switched": {
    source: "current/data",
    made: "mkdir -p one/data two/data; echo 1 > one/data/f; ln -s one current",
    changed: "ln -sfn two current; echo 2 > one/data/f",
  },
};

function sh(folder: string, script: string): string {
  return execFileSync("sh", ["-ec", script], { cwd: folder, encoding: "utf8" });
}

/** Names, types, content, and where links lead. */
function look(folder: string): string {
  return sh(
    folder,
    "find . ! -name '.*.new' ! -name '.*.old' ! -path '*.new/*' ! -path '*.old/*' -printf '%p %y %l\\n' -type f -exec cat {} + | sort",
  );
}

async function prepared({ source, made, changed }: Case) {
  const folder = temporaryFolder();
  const backups = createBackups();
  sh(folder, made);
  const captured = look(folder);
  const backup = await backups.capture(join(folder, source));
  sh(folder, changed);
  return { folder, backup, captured, changed: look(folder) };
}

async function dieAt(step: number, { backup }: Awaited<ReturnType<typeof prepared>>): Promise<boolean> {
  const disk = mortal(step);
  const restore = async () => (await treeKind(disk).prepare({ backup, signal: unaborted() })).apply();
  await restore().catch(() => undefined);
  return disk.isDead();
}

const MOST_STEPS = 40;

describe("a restore that dies", () => {
  for (const [name, oneCase] of Object.entries(CASES)) {
    test(`at any step of ${name}`, async () => {
      const outcomes = new Set<string>();
      for (let step = 0; step < MOST_STEPS; step++) {
        const world = await prepared(oneCase);
        const isDead = await dieAt(step, world);
        const [repaired] = await repairSwaps(dirname(world.backup.backupPath), UNSYNCED);
        const now = look(world.folder);
        const isRestored = now === world.captured;
        expect([world.captured, world.changed], `step ${step}`).toContain(now);
        if (repaired !== undefined) expect(isRestored ? ["restored", "cleared"] : ["old"]).toContain(repaired.outcome);
        expect(sh(world.folder, "find . -name '*.orchestrator-*'"), `step ${step}`).toBe("");
        expect(sh(dirname(world.backup.backupPath), "find . -name '*.json*'")).toBe("");
        outcomes.add(isRestored ? "restored" : "old");
        if (!isDead) return expect([...outcomes].sort()).toEqual(["old", "restored"]);
      }
      throw new Error("It does not come to its end");
    });
  }

  test("half-way, and whose repair dies at any step, is whole after the next repair", async () => {
    for (let step = 0; step < MOST_STEPS; step++) {
      const world = await prepared(CASES["a folder"] as Case);
      await dieAt(HALF_WAY, world);
      expect(look(world.folder)).toBe(". d \n");
      const disk = mortal(step);
      await repairSwaps(dirname(world.backup.backupPath), disk).catch(() => undefined);
      await repairSwaps(dirname(world.backup.backupPath), UNSYNCED);
      expect(look(world.folder)).toBe(world.captured);
      expect(sh(world.folder, "find . -name '*.orchestrator-*'")).toBe("");
      if (!disk.isDead()) return;
    }
    throw new Error("It does not come to its end");
  });

  test("half-way says where everything is, and what has come up meanwhile goes", async () => {
    const world = await prepared(CASES["a folder"] as Case);
    const disk = mortal(HALF_WAY);
    const restoration = await treeKind(disk).prepare({ backup: world.backup, signal: unaborted() });
    const path = join(world.folder, "it");
    await expect(restoration.apply()).rejects.toMatchObject({
      code: "BACKUP_RESTORE_FAILED",
      message: expect.stringMatching(
        new RegExp(`^Nothing is at ${path}: its previous content is .*\\.old, and the restored one .*\\.new\\.`),
      ),
    });
    mkdirSync(path);
    writeFileSync(join(path, "meanwhile"), "");
    expect(await repairSwaps(dirname(world.backup.backupPath))).toMatchObject([{ outcome: "restored" }]);
    expect(look(world.folder)).toBe(world.captured);
  });

  test("an abandoned restore leaves nothing, and touches nothing", async () => {
    const world = await prepared(CASES["a folder behind a link that was switched"] as Case);
    const restoration = await treeKind(UNSYNCED).prepare({ backup: world.backup, signal: unaborted() });
    await restoration.abandon();
    expect([look(world.folder), sh(world.folder, "find . -name '*.orchestrator-*'")]).toEqual([world.changed, ""]);
    expect(await repairSwaps(dirname(world.backup.backupPath))).toEqual([]);
  });

  test("old content that cannot be removed is said, each time, until it can be", async () => {
    const world = await prepared(CASES["a folder"] as Case);
    const removeTree = async (path: string) => {
      if (path.endsWith(".old")) throw new Error("Operation not permitted");
      await UNSYNCED.removeTree(path);
    };
    const said: string[] = [];
    const stuck = { ...UNSYNCED, removeTree };
    const kind = treeKind(stuck, (text) => said.push(text));
    await (await kind.prepare({ backup: world.backup, signal: unaborted() })).apply();
    const aside = join(world.folder, sh(world.folder, "find . -name '*.old' -printf %f"));
    expect(said).toEqual([
      `${join(world.folder, "it")} is restored, but what was there before cannot be removed: ${aside}: Operation not permitted`,
    ]);
    const backups = dirname(world.backup.backupPath);
    const again = await repairSwaps(backups, stuck);
    expect(again).toMatchObject([{ outcome: "uncleared", why: `${aside}: Operation not permitted` }]);
    expect(await repairSwaps(backups, UNSYNCED)).toMatchObject([{ outcome: "cleared" }]);
    expect([look(world.folder), await repairSwaps(backups, UNSYNCED)]).toEqual([world.captured, []]);
  });

  test("a restore that is applied again changes nothing more", async () => {
    const world = await prepared(CASES["a folder"] as Case);
    const restoration = await treeKind(UNSYNCED).prepare({ backup: world.backup, signal: unaborted() });
    await restoration.apply();
    await restoration.apply();
    await restoration.abandon();
    expect(look(world.folder)).toBe(world.captured);
  });

  test("half-way, with a link in the place of the folder by then, is said and in nobody's way, and goes on when it is put back", async () => {
    const world = await prepared(CASES["a folder"] as Case);
    const other = await prepared(CASES["a file"] as Case);
    await dieAt(HALF_WAY, world);
    const [backups, elsewhere] = [dirname(world.backup.backupPath), `${world.folder}-elsewhere`];
    sh("/", `mv ${world.folder} ${elsewhere}; ln -s ${elsewhere} ${world.folder}`);
    const [said] = await repairSwaps(backups, UNSYNCED);
    expect(said).toMatchObject({
      outcome: "unreachable",
      why: expect.stringMatching(
        new RegExp(`no folder any more\\. Put it back\\. .* remove ${backups}/restores/.*\\.json`),
      ),
    });
    expect(await repairSwaps(dirname(other.backup.backupPath), UNSYNCED)).toEqual([]);
    sh("/", `rm ${world.folder}; mv ${elsewhere} ${world.folder}`);
    expect(await repairSwaps(backups, UNSYNCED)).toMatchObject([{ outcome: "restored" }]);
    expect(look(world.folder)).toBe(world.captured);
  });

  test("what a killed restore still copies is waited for, and then removed", async () => {
    const world = await prepared(CASES["a folder"] as Case);
    await dieAt(PREPARING, world);
    const scratch = sh(world.folder, "find . -name '*.new'").trim();
    const copying = spawn("flock", ["-x", scratch, "sh", "-c", `echo; read _; echo late > ${scratch}/late`], {
      cwd: world.folder,
    });
    await once(copying.stdout, "data");
    const repairing = repairSwaps(dirname(world.backup.backupPath), UNSYNCED);
    await setImmediate();
    expect(sh(world.folder, `ls -d ${scratch}`).trim()).toBe(scratch);
    copying.stdin.end("\n");
    expect(await repairing).toMatchObject([{ outcome: "old" }]);
    expect([look(world.folder), sh(world.folder, "find . -name '*.orchestrator-*'")]).toEqual([world.changed, ""]);
  });

  test("a note that is none stops the repair", async () => {
    const { folder } = createBackups();
    mkdirSync(join(folder, "restores"));
    const swap = { folder: "/etc", name: "x", fresh: "passwd", aside: "passwd", scratch: "passwd" };
    const note = { backupId: "0", target: "/etc/x", phase: "swapping", swaps: [swap], made: [] };
    writeFileSync(join(folder, "restores", "1.json"), JSON.stringify(note));
    await expect(repairSwaps(folder)).rejects.toMatchObject({ code: "BACKUP_RESTORE_FAILED" });
  });
});

/** Note, staging folder, sync, note, the first rename. */
const HALF_WAY = 5;
/** Before the sync. */
const PREPARING = 2;
