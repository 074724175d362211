// What cannot be captured together, or not into this folder. Whether each of them is there, its kind says.

import { realpathSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { OrchestratorError } from "../../base/index.js";
import { isText } from "./entry.js";
import { type Capture, type DatabaseSource, sourceName } from "./kinds.js";

/** Throws BACKUP_SOURCE_UNUSABLE. */
export function checkSources(folder: string, captures: readonly Capture[]): void {
  if (captures.length === 0) throw unusable("nothing is named to be captured", "Name a file, a service or a database.");
  for (const capture of captures) {
    if (capture.backupType === "file") checkPath(folder, capture.source);
    if (sourceName(capture).includes("\0")) throw unusable("a name holds a NUL character", "Correct the name.");
  }
  checkTwice(captures);
  checkServer(captures);
}

/** Throws BACKUP_SOURCE_UNUSABLE: an index with them could not be read again. */
export function checkWords(words: { readonly moduleName: string; readonly description: string }): void {
  if (words.moduleName.trim() === "") throw unusable("the name of the module is empty", "Name what the backup is for.");
  for (const [what, word] of [
    ["name of the module", words.moduleName],
    ["description", words.description],
  ] as const) {
    if (!isText(word)) throw unusable(`the ${what} is longer than 64 KiB, or holds a NUL character`, "Shorten it.");
  }
}

/** Throws BACKUP_SOURCE_UNUSABLE: to bring these files back would undo what is being written there meanwhile. */
export function checkApart(files: readonly string[], folders: readonly string[]): void {
  const real = folders.map((folder) => [folder, realOf(folder)] as const);
  for (const file of files) {
    const path = realOf(file);
    const [met] = real.find(([, folder]) => isWithin(folder, path) || isWithin(path, folder)) ?? [];
    if (met === undefined) continue;
    throw unusable(
      `${file} would bring back the deployments themselves, which are in ${met}`,
      "Name the parts that are needed.",
    );
  }
}

export function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(outer === "/" ? "/" : `${outer}/`);
}

function checkPath(folder: string, source: string): void {
  if (!isAbsolute(source)) throw unusable(`${source} is not an absolute path`, "Write the whole path.");
  if (!isWithin(realOf(folder), realOf(source))) return;
  throw unusable(
    `${source} holds the backups themselves, in ${folder}`,
    "Name the parts that are needed, or use another folder.",
  );
}

function checkTwice(captures: readonly Capture[]): void {
  const seen = new Set<string>();
  for (const capture of captures) {
    const name = capture.backupType === "file" ? resolve(capture.source) : JSON.stringify(capture.source);
    if (seen.has(name)) throw unusable(`${sourceName(capture)} is named twice`, "Name it once.");
    seen.add(name);
  }
}

/** Services stand still while databases are restored, and a server that stands still restores none. */
function checkServer(captures: readonly Capture[]): void {
  const units = captures.flatMap((capture) => (capture.backupType === "service" ? capture.source : []));
  const unit = units.find((name) => /^postgresql(@.*)?(\.service)?$/.test(name));
  const isServed = captures.some(({ backupType, source }) => backupType === "database" && isLocalServer(source));
  if (unit === undefined || !isServed) return;
  throw unusable(
    `${unit} would be stopped for the restore, and a database of this point needs it`,
    "Leave it out of the services: a database is restored while its server runs.",
  );
}

function isLocalServer(source: DatabaseSource): boolean {
  if (source.type !== "postgresql") return false;
  const { host = "" } = source;
  return host === "" || host.startsWith("/") || host === "localhost" || host === "::1" || host.startsWith("127.");
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // What is not there holds nothing.
    return resolve(path);
  }
}

function unusable(message: string, hint: string): OrchestratorError {
  return new OrchestratorError({ code: "BACKUP_SOURCE_UNUSABLE", message, hint });
}
