// A home server in a folder: modules that are installed, what they have done so far, and the program pointed at all of it.

import { chmodSync, existsSync, lutimesSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { portraitOf } from "../rollback/tree/portrait.js";
import { programPath, temporaryFolder } from "../support/index.js";
import {
  createRepository,
  layInstalled,
  MODULE_NAMES,
  type ModuleName,
  type Repository,
  VERSIONS,
} from "./repository.js";

export interface Machine {
  readonly folder: string;
  /** Where the modules do what they do. */
  readonly root: string;
  /** `--modules-path`. */
  readonly updates: string;
  readonly store: string;
  readonly repository: Repository;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs the program. Never rejects: its exit code is what a test looks at. */
  run(...args: readonly string[]): Promise<Run>;
  module(name: string, ...parts: readonly string[]): string;
}

export interface Run {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export async function createMachine(names: readonly ModuleName[] = MODULE_NAMES): Promise<Machine> {
  const folder = temporaryFolder();
  const [root, updates, store] = ["machine", "updates", "store"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  layEffects(root);
  for (const name of names) layVersion(join(updates, "modules", name), name, root);
  layOwnModule(join(updates, "modules", "mine"));
  const repository = await createRepository({ folder, root, names });
  const environment = environmentOf(folder, store);
  layConfiguration(join(folder, "conf"), { repository, updates });
  return {
    ...{ folder, root, updates, store, repository, environment },
    run: (...args) => runProgram(environment, args),
    module: (...parts) => join(updates, "modules", ...parts),
  };
}

export async function runProgram(environment: Machine["environment"], args: readonly string[]): Promise<Run> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [programPath, ...args], {
    ...{ env: environment, extendEnv: false, reject: false, stdin: "ignore" },
  });
  return { exitCode, stdout, stderr };
}

function environmentOf(folder: string, store: string): Machine["environment"] {
  mkdirSync(store);
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    MENDER_ORCHESTRATOR_CONF_DIR: join(folder, "conf"),
    MENDER_ORCHESTRATOR_DATA_DIR: join(folder, "data"),
    MENDER_ORCHESTRATOR_DATASTORE_DIR: store,
    MENDER_ORCHESTRATOR_BACKUPS_DIR: join(folder, "backups"),
  };
}

function layConfiguration(folder: string, { repository, updates }: Pick<Machine, "repository" | "updates">): void {
  const modules = { RepositoryUrl: repository.url, Path: updates };
  write(join(folder, "mender-orchestrator.conf"), JSON.stringify({ Modules: modules }));
}

function layVersion(folder: string, name: ModuleName, root: string): void {
  const { installed } = VERSIONS[name];
  if (installed === null) return;
  layInstalled(folder, { name, root, version: installed });
  write(join(folder, "state", "secret"), "what only the owner may read\n", 0o600);
  mkdirSync(join(folder, "state", "empty"));
  symlinkSync("../nowhere", join(folder, "state", "link"));
  age(join(folder, "state", "secret"), join(folder, "state", "link"), join(folder, "state"), folder);
}

function layOwnModule(folder: string): void {
  write(join(folder, "index.json"), '{ "metadata": { "schema_version": "0.1.0" } }\n');
  write(join(folder, "index.py"), "def main(args=None):\n    return True\n");
}

/** What the modules of before have done, and what those of now need. */
function layEffects(root: string): void {
  write(join(root, "net", "stevenblack"), "0.0.0.0 ads.example\n0.0.0.0 tracker.example\n");
  write(join(root, "net", "notracking"), "# none\n0.0.0.0 tracker.example\n");
  write(join(root, "etc", "unbound", "blocklist.conf"), "");
  write(join(root, "home/owner/.config/atuin/config.toml"), 'sync = "v1"\n', 0o640);
  write(join(root, "home/owner/.local/share/atuin/sessions/1"), "ls\n");
  write(join(root, "opt/gogs/custom/conf/app.ini"), "[server]\nHTTP_PORT = 3000\n", 0o600);
  write(join(root, "var/www/homeserver/index.html"), "the old page\n");
  write(join(root, "etc/motd"), "a newer greeting\n");
  write(join(root, "etc/dumps.conf"), "keep=3\n");
  mkdirSync(join(root, "run"));
  mkdirSync(join(root, "var/lib"));
  age(join(root, "home/owner/.config/atuin/config.toml"), join(root, "opt/gogs/custom/conf/app.ini"));
}

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

const LONG_AGO = new Date("2020-02-03T04:05:06Z");

function age(...paths: readonly string[]): void {
  for (const path of paths) lutimesSync(path, LONG_AGO, LONG_AGO);
}

/** What the modules have in the places that they name, as stat and others tell it; `paths` below the root. */
export function effectsOf({ root }: Pick<Machine, "root">, ...paths: readonly string[]): string {
  return portraitOf(
    root,
    paths.filter((path) => existsSync(join(root, path))),
  );
}
