// A git repository of modules in the shapes that real ones have (repository/), made anew for each test: everything they do stays in
// a folder of the test's own, which is written into their index.json.

import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { projectRoot } from "../support/index.js";

const SOURCES = join(projectRoot, "test", "modules", "repository");

/** What each is in the repository and on the machine; null: it is not there. */
export const VERSIONS = {
  adblock: { repository: "1.1.0", installed: "1.0.0" },
  atuin: { repository: "2.0.0", installed: "1.9.9" },
  dumps: { repository: "v1.1", installed: "1" },
  filebrowser: { repository: "1.1.0", installed: "1.0.0" },
  gogs: { repository: "1.10.0", installed: "1.2.0" },
  hotfix: { repository: "1.9.0", installed: "2.0.0" },
  kiwix: { repository: "2.0.0", installed: "1.0.0" },
  ohmyposh: { repository: "1.2.0", installed: "1.0.0" },
  os: { repository: "1.0.0", installed: "1.0.0" },
  vaultwarden: { repository: "1.0.0", installed: null },
  venvs: { repository: "1.0", installed: null },
  website: { repository: "1.0.1", installed: "1.0.0" },
} as const satisfies Readonly<Record<string, { readonly repository: string; readonly installed: string | null }>>;

export type ModuleName = keyof typeof VERSIONS;

export const MODULE_NAMES = Object.keys(VERSIONS) as readonly ModuleName[];

export interface Repository {
  readonly url: string;
  /** A clone of somebody who works on the modules. */
  readonly folder: string;
  /** Commits everything that has changed in the folder, and sends it. */
  publish(message: string): Promise<void>;
}

export interface RepositoryInput {
  readonly folder: string;
  /** Where the modules do what they do. */
  readonly root: string;
  readonly names?: readonly ModuleName[];
}

export async function createRepository({ folder, root, names = MODULE_NAMES }: RepositoryInput): Promise<Repository> {
  const [bare, work] = [join(folder, "modules.git"), join(folder, "work")];
  await git(folder, "init", "-q", "--bare", "-b", "main", bare);
  await git(folder, "init", "-q", "-b", "main", work);
  await git(work, "remote", "add", "origin", bare);
  for (const name of names) layModule(join(work, "modules", name), { name, root, version: VERSIONS[name].repository });
  const repository = { url: `file://${bare}`, folder: work, publish: (message: string) => publish(work, message) };
  await repository.publish("All modules");
  return repository;
}

async function publish(work: string, message: string): Promise<void> {
  await git(work, "add", "--all");
  await git(work, "commit", "-q", "-m", message);
  await git(work, "push", "-q", "origin", "main");
}

const AUTHOR = { NAME: "Module Author", EMAIL: "author@example.org", DATE: "2026-01-02T03:04:05Z" };

export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const people = ["AUTHOR", "COMMITTER"].flatMap((who) =>
    Object.entries(AUTHOR).map(([what, value]) => [`GIT_${who}_${what}`, value]),
  );
  const env = { PATH: process.env["PATH"], HOME: folder, GIT_CONFIG_NOSYSTEM: "1", ...Object.fromEntries(people) };
  const { stdout } = await execa("git", args, { cwd: folder, env, extendEnv: false });
  return stdout;
}

interface Lay {
  readonly name: ModuleName;
  readonly root: string;
  readonly version: string;
}

/** What the repository has of it. */
export function layModule(folder: string, { name, root, version }: Lay): void {
  cpSync(join(SOURCES, name), folder, { recursive: true });
  const broken = join(folder, "index.json.broken");
  if (existsSync(broken)) renameSync(broken, join(folder, "index.json"));
  fillIn(join(folder, "index.json"), { root, version });
}

/** What is on the machine in an older version, which has files of its own, and must not be run. */
export function layInstalled(folder: string, { name, root, version }: Lay): void {
  mkdirSync(folder, { recursive: true });
  const broken = existsSync(join(SOURCES, name, "index.json.broken"));
  const index = broken ? '{ "metadata": { "schema_version": "@VERSION@" } }\n' : undefined;
  writeFileSync(join(folder, "index.json"), index ?? readFileSync(join(SOURCES, name, "index.json")));
  fillIn(join(folder, "index.json"), { root, version });
  writeFileSync(join(folder, "index.py"), `raise RuntimeError("${name} ${version} was run")\n`);
}

function fillIn(path: string, { root, version }: Omit<Lay, "name">): void {
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replaceAll("@ROOT@", root).replaceAll("@VERSION@", version));
}
