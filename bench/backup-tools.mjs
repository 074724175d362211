// Who backs up the same tree: the orchestrator, restic, borg and GNU tar, each plain and encrypted where it can, with what it does
// unless told otherwise. Each has `first` (into a new place), `restore`, and `repeat` where it knows one.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { measure } from "./measure.mjs";
import { program } from "./system.mjs";

const PASSPHRASE = "correct horse battery staple";
/** As the orchestrator runs it. */
const ATTRIBUTES = "--numeric-owner --acls --xattrs --xattrs-include='*'";
const PACK = `tar --create --format=posix --sparse ${ATTRIBUTES} -C "$TREE" .`;
const UNPACK = `tar --extract --same-permissions --same-owner --delay-directory-restore ${ATTRIBUTES} -C "$OUT"`;

/** @param {{ folder: string, tree: string, recipient?: string, identity?: string }} place */
export function orchestrator({ folder, tree, recipient, identity }) {
  const backups = join(folder, recipient ? "ours-sealed" : "ours");
  const run = (...words) =>
    measure(process.execPath, [program, "--log-level", "error", "backup", ...words, "--backup-dir", backups]);
  const sealing = recipient ? ["--recipient", recipient] : [];
  const opening = identity ? ["--identity", identity] : [];
  let newest;
  const create = async () => {
    const created = await run("create", "--module", "bench", "--file", tree, ...sealing, "--output", "json");
    newest = JSON.parse(created.output).id;
    return created;
  };
  return {
    first: () => {
      rmSync(backups, { recursive: true, force: true });
      return create();
    },
    repeat: create,
    /** In place: the tree is another one afterwards, with the same content. */
    restore: () => run("restore", newest, "--yes", ...opening),
  };
}

export function restic({ folder, tree }) {
  const [repository, out] = [join(folder, "restic"), join(folder, "restic-out")];
  const env = {
    ...process.env,
    RESTIC_REPOSITORY: repository,
    RESTIC_PASSWORD: PASSPHRASE,
    RESTIC_CACHE_DIR: join(folder, "restic-cache"),
  };
  const run = (...words) => measure("restic", ["--quiet", ...words], { env });
  return {
    missing: missing("restic"),
    first: async () => {
      rmSync(repository, { recursive: true, force: true });
      await run("init");
      return run("backup", tree);
    },
    repeat: () => run("backup", tree),
    restore: () => intoNew(out, () => run("restore", "latest", "--target", out)),
  };
}

export function borg({ folder, tree, encryption }) {
  const [repository, out] = [join(folder, `borg-${encryption}`), join(folder, "borg-out")];
  const env = {
    ...process.env,
    BORG_BASE_DIR: join(folder, `borg-base-${encryption}`),
    BORG_PASSPHRASE: PASSPHRASE,
    BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: "yes",
    BORG_RELOCATED_REPO_ACCESS_IS_OK: "yes",
  };
  const run = (...words) => measure("borg", words, { env });
  const intoOut = { env, cwd: out };
  return {
    missing: missing("borg"),
    first: async () => {
      for (const path of [repository, env.BORG_BASE_DIR]) rmSync(path, { recursive: true, force: true });
      mkdirSync(env.BORG_BASE_DIR);
      await run("init", "--encryption", encryption, repository);
      return run("create", `${repository}::first`, tree);
    },
    repeat: (round) => run("create", `${repository}::repeat-${round}`, tree),
    restore: () => intoNew(out, () => measure("borg", ["extract", `${repository}::first`], intoOut)),
  };
}

/** From and to a file; and what a restore is to somebody who has only tar: the old tree goes, the new one is on the disk in the end. */
export function tar({ folder, tree, recipient, identity }) {
  const [archive, out] = [join(folder, recipient ? "tree.tar.age" : "tree.tar"), join(folder, "tar-out")];
  const env = { ...process.env, TREE: tree, OUT: out, ARCHIVE: archive, RECIPIENT: recipient, IDENTITY: identity };
  const run = (line) => measure("bash", ["-c", `set -eo pipefail; ${line}`], { env });
  const opened = recipient ? `age -d -i "$IDENTITY" "$ARCHIVE" | ${UNPACK}` : `${UNPACK} --file "$ARCHIVE"`;
  return {
    missing: missing(...(recipient ? ["tar", "age"] : ["tar"])),
    first: () =>
      run(recipient ? `${PACK} | age -r "$RECIPIENT" > "$ARCHIVE"` : `${PACK} --file "$ARCHIVE"; sync -f "$ARCHIVE"`),
    restore: () => intoNew(out, () => run(opened)),
    /** `out` is there from the restore before. */
    replace: () => run(`rm -rf "$OUT"; mkdir "$OUT"; ${opened}; sync -f "$OUT"`),
  };
}

/** A key of the age program's. */
export function makeKey(folder) {
  const identity = join(folder, "identity");
  if (spawnSync("age-keygen", ["-o", identity]).status !== 0) return undefined;
  return { identity, recipient: /public key: (\S+)/.exec(readFileSync(identity, "utf8"))?.[1] };
}

async function intoNew(out, run) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  return run();
}

function missing(...names) {
  const absent = names.filter((name) => spawnSync("which", [name]).status !== 0);
  return absent.length === 0 ? undefined : `${absent.join(", ")} missing`;
}
