// The next capture of the same source: what is unchanged is a hard link to the copy of before, and whatever has changed about a file is
// copied; the source's own files are never part of a backup.

import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { createBackups } from "./backups.js";
import { fakeSeal } from "./fake-seal.js";
import { PORTRAYER_PACKAGES, PORTRAYERS, portraitOf } from "./portrait.js";

const suite = requirePrograms([...PORTRAYERS, "setfattr", "setfacl"], { package: PORTRAYER_PACKAGES, root: true });

const TREE = `
mkdir -p tree/d/e tree/twice; cd tree; for i in 1 2 3 4 5 6 7 8 9; do echo $i > f$i; done
echo deep > d/e/g; echo 2 > twice/a; ln twice/a twice/b; ln twice/a c; echo s > d/e/'n
l'; ln -s f1 l
`;

/** Each changes one file, and nothing that its size or time of modification would tell. */
const CHANGES: Readonly<Record<string, string>> = {
  f1: "echo x > f1; touch -d @1600000000 f1",
  f2: "chmod 600 f2",
  f3: "chown 9 f3",
  f4: "setfattr -n user.x -v 1 f4",
  f5: "setfacl -m u:9:r f5",
  f6: "cp -a f6 f6.new; mv f6.new f6",
  f7: "rm f7; mkdir f7",
  "d/e/g": "touch -d '1999-01-01 00:00:00.1' d/e/g",
};

function sh(folder: string, script: string): string {
  return execFileSync("sh", ["-ec", script], { cwd: folder, encoding: "utf8" });
}

function inodeOf(path: string): string {
  return sh("/", `stat -c %i '${path}'`);
}

/** A file's change is told by its time of change, which goes in steps; a capture relies on none that is just now. */
function untilTimesAreSettled(): Promise<void> {
  return setTimeout(250);
}

suite("a repeated capture", () => {
  let folder = "";
  beforeAll(async () => {
    folder = temporaryFolder();
    sh(folder, TREE);
    await untilTimesAreSettled();
  });

  test("links what is unchanged, copies what is changed in any way, and is whole without the first", async () => {
    const tree = join(folder, "tree");
    const backups = createBackups();
    const first = await backups.capture(tree);
    sh(tree, Object.values(CHANGES).join("\n"));
    const second = await backups.capture(tree, { previous: first });
    for (const name of ["f8", "f9", "twice/a", "twice/b", "c", "d/e/n\nl"]) {
      expect(inodeOf(join(second.backupPath, name)), name).toBe(inodeOf(join(first.backupPath, name)));
      expect(inodeOf(join(second.backupPath, name)), name).not.toBe(inodeOf(join(tree, name)));
    }
    for (const name of Object.keys(CHANGES)) {
      expect(inodeOf(join(second.backupPath, name)), name).not.toBe(inodeOf(join(first.backupPath, name)));
    }
    await backups.verify(first);
    await backups.verify(second);
    sh(backups.folder, `rm -r ${first.backupPath}*`);
    const before = portraitOf(tree);
    sh(tree, "rm -r ./*");
    await backups.restore(second);
    expect(portraitOf(tree)).toBe(before);
  });

  test("copies what the previous backup has lost, and what has been given another name", async () => {
    const tree = join(folder, "again");
    sh(folder, "mkdir again; cd again; echo 1 > f1; echo 2 > f2; echo 4 > f4; mkdir d; echo 3 > d/a; ln d/a b");
    await untilTimesAreSettled();
    const backups = createBackups();
    const first = await backups.capture(tree);
    sh(first.backupPath, "rm f1; echo longer > f2; echo 5 > f4");
    sh(tree, "mv d z");
    const second = await backups.capture(tree, { previous: first });
    const before = portraitOf(tree);
    await backups.restore(second);
    expect(portraitOf(tree)).toBe(before);
    expect(sh(tree, "cat f1 f2 f4 z/a; stat -c %h b")).toBe("1\n2\n4\n3\n2\n");
  });

  test("copies a file that had changed just before the first, since a change at the same moment would not show", async () => {
    const tree = join(folder, "fresh");
    sh(folder, "mkdir fresh; echo 1 > fresh/f; touch -d '+1 hour' fresh/f");
    const backups = createBackups();
    const first = await backups.capture(tree);
    const second = await backups.capture(tree, { previous: first });
    expect(second.metadata["unchanged_entries"]).toBe(0);
  });

  test("does not rely on a listing that is not the one that was written", async () => {
    const backups = createBackups();
    const first = await backups.capture(join(folder, "tree"));
    sh(backups.folder, `sed -i 's/\\t0644\\t/\\t0600\\t/' ${first.backupPath}.entries`);
    const second = await backups.capture(join(folder, "tree"), { previous: first });
    expect(second.metadata["unchanged_entries"]).toBe(0);
    await backups.verify(second);
  });

  test("of a single file links it", async () => {
    const backups = createBackups();
    const first = await backups.capture(join(folder, "tree", "f9"));
    const second = await backups.capture(join(folder, "tree", "f9"), { previous: first });
    expect(statSync(second.backupPath).ino).toBe(statSync(first.backupPath).ino);
    await backups.verify(second);
  });

  test("of an encrypted tree in which nothing has changed is one link, else all of it again", async () => {
    const seal = fakeSeal();
    const backups = createBackups();
    const tree = join(folder, "sealed");
    sh(folder, "mkdir sealed; echo 1 > sealed/f");
    await untilTimesAreSettled();
    const first = await backups.capture(tree, { seal });
    const second = await backups.capture(tree, { seal, previous: first });
    expect(inodeOf(second.backupPath)).toBe(inodeOf(first.backupPath));
    sh(tree, "chmod 600 f");
    const third = await backups.capture(tree, { seal, previous: second });
    expect(inodeOf(third.backupPath)).not.toBe(inodeOf(first.backupPath));
    for (const backup of [first, second, third]) await backups.verify(backup, seal);
  });
});
