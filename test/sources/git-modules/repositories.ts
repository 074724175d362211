// Real repositories with modules, and syncs of them, for the suites here.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Synced, type SyncRequest, syncRepository } from "../../../src/sources/git-modules/index.js";
import { temporaryFolder } from "../../support/index.js";

/** Nobody's configuration but the test's own; commits and times that are always the same. */
const ENVIRONMENT = {
  PATH: process.env["PATH"] ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.org",
};

export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: folder, env: ENVIRONMENT, encoding: "utf8", stdio: "pipe" }).trim();
}

export type Files = Readonly<Record<string, string>>;

export function writeFiles(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

export function index(version: string, more: object = {}): string {
  return `${JSON.stringify({ metadata: { schema_version: version, ...more } }, undefined, 4)}\n`;
}

/** A repository whose branch main has these files. */
export function repositoryWith(files: Files): string {
  const folder = temporaryFolder();
  git(folder, "init", "--quiet", "--initial-branch=main");
  commit(folder, files);
  return folder;
}

/** Its name. */
export function commit(folder: string, files: Files, message = "change"): string {
  writeFiles(folder, files);
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--allow-empty", "--message", message);
  return git(folder, "rev-parse", "HEAD");
}

export interface Recorded {
  readonly lines: string[];
  readonly log: SyncRequest["log"];
}

export function recordedLog(): Recorded {
  const lines: string[] = [];
  const record = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  return { lines, log: { debug: record("debug"), info: record("info"), warning: record("warning") } };
}

type Wanted = Partial<SyncRequest> & Pick<SyncRequest, "url" | "folder">;

export async function sync(wanted: Wanted): Promise<Synced> {
  const synced = await syncRepository({
    ...{
      ref: "main",
      timeoutSeconds: 60,
      maxBytes: 2 ** 30,
      signal: new AbortController().signal,
      log: recordedLog().log,
    },
    ...wanted,
  });
  synced.release();
  return synced;
}
