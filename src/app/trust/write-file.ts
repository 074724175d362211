// Writes a small file of the user's whole or not at all: beside it, synced, renamed. A crash leaves the old file, or none, and a
// `.NAME.….tmp` beside it that nothing reads.

import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";

/** Keeps the mode of a file that is replaced, and replaces what a symbolic link points at. Throws FILE_UNWRITABLE. */
export async function replaceText(path: string, text: string | Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const before = statSync(target, { throwIfNoEntry: false });
  const mode = before === undefined ? {} : { keptMode: before.mode & 0o777 };
  writeDraft({ path: target, text, ...mode }, (draft) => renameSync(draft, target));
}

/** Never overwrites. Throws FILE_EXISTS, FILE_UNWRITABLE. */
export function writeNew(path: string, text: string, mode = 0o644): void {
  writeDraft({ path, text, mode }, (draft) => {
    linkSync(draft, path);
    rmSync(draft);
  });
}

interface Draft {
  readonly path: string;
  readonly text: string | Uint8Array;
  /** As far as the umask lets it; by default everybody may read it. */
  readonly mode?: number;
  /** Whatever the umask is. */
  readonly keptMode?: number;
}

function writeDraft({ path, ...content }: Draft, place: (draft: string) => void): void {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    writeSynced({ path: draft, ...content });
    place(draft);
    syncPath(dirname(path));
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw systemCodeOf(thrown) === "EEXIST" ? exists(path) : unwritable(path, thrown);
  }
}

function writeSynced({ path, text, mode = 0o644, keptMode }: Draft): void {
  const descriptor = openSync(path, "wx", keptMode ?? mode);
  try {
    if (keptMode !== undefined) fchmodSync(descriptor, keptMode);
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function syncPath(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function exists(path: string): OrchestratorError {
  return new OrchestratorError({
    code: "FILE_EXISTS",
    message: `${path} is there already`,
    hint: "Choose another name, or remove the file if nobody needs it any more.",
    location: { file: path },
  });
}

function unwritable(path: string, thrown: unknown): unknown {
  if (systemCodeOf(thrown) === undefined) return thrown;
  return new OrchestratorError({
    code: "FILE_UNWRITABLE",
    message: `${path} cannot be written: ${messageOf(thrown)}`,
    hint: "Check that the folder exists, its permissions and the free space.",
    location: { file: path },
    cause: thrown,
  });
}
