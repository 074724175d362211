// A tree with everything that a tree can have, captured, spoilt and restored; plain and encrypted.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { createBackups } from "./backups.js";
import { fakeSeal } from "./fake-seal.js";
import { PORTRAYER_PACKAGES, PORTRAYERS, portraitOf } from "./portrait.js";

const suite = requirePrograms([...PORTRAYERS, "setfattr", "setfacl"], { package: PORTRAYER_PACKAGES, root: true });

/** In a folder whose default ACL would show on whatever is made in it without care. */
const EVERYTHING = `
setfacl -m d:u:4711:rwx .
mkdir -m 2751 tree && cd tree
printf plain > file && chmod 640 file && chown 12:34 file
printf '#!/bin/sh\\n' > setuid && chown 33:33 setuid && chmod 6755 setuid
touch -d '1961-02-03 04:05:06.789' old && touch -d '2150-01-01 00:00:00.000000001' future
ln file further && mkdir -p deep/er && ln file deep/er/again
ln -s file link && ln -s /nowhere/at/all dangling && ln -s ../.. deep/up && touch -h -d '2001-01-01 01:01:01.5' link
ln link linked-link
chown -h 7:8 dangling
mkdir -m 1777 empty && touch -d '2002-02-02 02:02:02.25' empty
mkfifo -m 600 fifo && mknod null c 1 3 && mknod disk b 8 7
truncate -s 40M holes && printf middle | dd of=holes bs=1 seek=20000000 conv=notrunc status=none
truncate -s 1M only-hole
: > nothing
head -c 3000000 /dev/urandom > large
printf a > "$(printf 'not\\377utf8')" && printf b > "$(printf 'line\\nfeed')" && printf c > 'back\\\\slash\\101' && printf d > ' '
printf e > -dash && printf f > '*' && printf g > ümläut
mkdir "$(printf '%0200d' 7)" && printf h > "$(printf '%0200d' 7)/$(printf '%0200d' 8)"
setfattr -n user.text -v value file && setfattr -n user.bytes -v 0x00ff0a3d00 deep && setfattr -n trusted.root -v secret setuid
setfattr -n user.empty old && setfattr -n 'user.with=equals%' -v x old
setfacl -m u:4712:rx,g:4713:w,m::rx setuid && setfacl -m d:g:4714:rwx deep && setfacl -m u:1:r nothing
chmod 000 old
touch -d '2003-03-03 03:03:03.123456789' deep .
`;

/** Beside a default ACL all the same, which nothing that comes back may take on. */
const WITHOUT_ATTRIBUTES = `${EVERYTHING.replace(/^.*setf(attr|acl).*$/gm, "")}
setfacl -m d:u:4711:rwx ..
`;

const FORMS = {
  plain: { script: EVERYTHING, seal: undefined },
  encrypted: { script: EVERYTHING, seal: fakeSeal() },
  "plain and without extended attributes": { script: WITHOUT_ATTRIBUTES, seal: undefined },
};

const SPOILT = `
printf other > file; chmod 777 file; rm further setuid; printf new > extra; mkdir extra-folder; rm -r deep; printf x > deep
rm link; mkdir link; setfattr -n user.other -v 1 nothing; setfacl -b nothing; setfacl -m d:u:99:r .; chown 1:1 empty
`;

function sh(folder: string, script: string): string {
  return execFileSync("sh", ["-ec", script], { cwd: folder, encoding: "utf8" });
}

suite("a tree with everything", () => {
  for (const [form, { script, seal }] of Object.entries(FORMS)) {
    test(`comes back byte for byte and attribute for attribute, ${form}`, async () => {
      const folder = temporaryFolder();
      sh(folder, script);
      const before = portraitOf(folder, ["tree"]);
      sh(folder, "cp -a --sparse=always tree pristine");
      const backups = createBackups();
      const backup = await backups.capture(join(folder, "tree"), seal && { seal });
      sh(join(folder, "tree"), SPOILT);
      await backups.restore(backup, seal);
      expect(portraitOf(folder, ["tree"])).toBe(before);
      for (const name of ["large", "holes", "file"]) sh(folder, `cmp tree/${name} pristine/${name}`);
      expect(sh(folder, "stat -c %b tree/holes tree/only-hole")).toBe(
        sh(folder, "stat -c %b pristine/holes pristine/only-hole"),
      );
      expect(sh(folder, "ls -A")).toBe("pristine\ntree\n");
    });
  }

  test("the stored copy of a plain one is a tree with the same attributes", async () => {
    const folder = temporaryFolder();
    sh(folder, EVERYTHING);
    const { backupPath } = await createBackups().capture(join(folder, "tree"));
    expect(portraitOf(backupPath)).toBe(portraitOf(join(folder, "tree")));
  });
});

/** What makes a file of the name $1. */
const FILES = {
  "a small file": "printf x > $1 && chmod 4711 $1 && setfattr -n user.k -v v $1 && setfacl -m u:5:r $1",
  "an empty file": ": > $1",
  "a file with holes": "truncate -s 3M $1 && printf x >> $1",
  "a pipe": "mkfifo -m 640 $1",
};

/** What is at its place by the time of the restore, by its name. */
const SPOILS = {
  other: "rm other && printf other > other",
  gone: "rm gone",
  folder: "rm folder && mkdir -p folder/in",
  link: "rm link && ln -s /etc link",
};

suite("a single file", () => {
  for (const [kind, script] of Object.entries(FILES)) {
    for (const seal of [undefined, fakeSeal()]) {
      test(`${kind}, ${seal === undefined ? "plain" : "encrypted"}, comes back whatever is in its place`, async () => {
        const folder = temporaryFolder();
        const names = Object.keys(SPOILS);
        sh(
          folder,
          `setfacl -m d:u:4711:rwx .; make() { ${script}; }; for name in ${names.join(" ")}; do make $name; done`,
        );
        const before = portraitOf(folder, names);
        const backups = createBackups();
        for (const [name, spoil] of Object.entries(SPOILS)) {
          const backup = await backups.capture(join(folder, name), seal && { seal });
          sh(folder, spoil);
          await backups.restore(backup, seal);
        }
        expect(portraitOf(folder, names)).toBe(before);
        expect(sh(folder, "ls -A | sort").trim().split("\n")).toEqual([...names].sort());
      });
    }
  }

  test("the folders above it are made again as they were", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "a", "b", "file");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "x");
    sh(folder, "chmod 2710 a/b && chown 5:6 a");
    const [owners, modes] = ["stat -c '%u %g' a a/b", "stat -c %a a a/b"].map((script) => sh(folder, script));
    const backups = createBackups();
    const backup = await backups.capture(path);
    rmSync(join(folder, "a"), { recursive: true });
    await backups.restore(backup);
    expect([sh(folder, "stat -c '%u %g' a a/b"), sh(folder, "stat -c %a a a/b"), sh(folder, "cat a/b/file")]).toEqual([
      owners,
      modes,
      "x",
    ]);
  });
});
