// A home server of temporary folders: a repository of modules, the modules that are installed, and what their code works with. The
// modules have the shapes of real ones.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AppContext,
  checkModules,
  createContext,
  type ModulesCheck,
  type ModulesLive,
  type ModulesUpdate,
  updateModules,
} from "../../../src/app/index.js";
import { keptLog } from "../../interfaces/world.js";
import { commit, type Files, repositoryWith, writeFiles } from "../../sources/git-modules/repositories.js";
import { temporaryFolder } from "../../support/index.js";

export interface Home {
  readonly repository: string;
  /** Of the installed modules. */
  readonly root: string;
  /** What modules write: `data/NAME`. */
  readonly data: string;
  readonly context: AppContext;
  readonly lines: readonly string[];
  check(): Promise<ModulesCheck>;
  update(options?: Parameters<typeof updateModules>[1], live?: ModulesLive): Promise<ModulesUpdate>;
  /** Into the repository. */
  publish(files: Files): void;
  /** Of the installed module's index, as written. */
  version(name: string): string | undefined;
  read(name: string): string;
  /** The file's JSON. */
  globalIndex(): unknown;
}

/** Module files by name, in the repository and installed. `DATA` in their text stands for the folder of the data. */
export function createHome(offered: Files, installed: Files): Home {
  const folder = temporaryFolder();
  const [root, data] = [join(folder, "updates"), join(folder, "data")];
  const here = (files: Files): Files =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`modules/${path}`, text.replaceAll("DATA", data)]));
  for (const path of [join(root, "modules"), data, join(folder, "conf")]) mkdirSync(path, { recursive: true });
  writeFiles(root, here(installed));
  for (const name of readdirSync(join(root, "modules"))) writeFileSync(join(data, name), "as it was");
  const repository = repositoryWith(here(offered));
  const { log, lines } = keptLog();
  const context = contextIn(folder, log);
  const where = { repositoryUrl: `file://${repository}`, modulesPath: root };
  return {
    ...{ repository, root, data, context, lines },
    check: () => checkModules(context, where),
    update: (options = {}, live?: ModulesLive) => updateModules(context, { ...where, ...options }, live),
    publish: (files) => void commit(repository, here(files)),
    version: (name) => versionIn(join(root, "modules", name, "index.json")),
    read: (name) => readFileSync(join(data, name), "utf8"),
    globalIndex: () => JSON.parse(readFileSync(join(root, "index.json"), "utf8")),
  };
}

export function contextIn(folder: string, log: AppContext["log"]): AppContext {
  return createContext({
    log,
    environment: {
      ...{ PATH: process.env["PATH"] },
      MENDER_ORCHESTRATOR_CONF_DIR: join(folder, "conf"),
      MENDER_ORCHESTRATOR_DATASTORE_DIR: join(folder, "store"),
      MENDER_ORCHESTRATOR_BACKUPS_DIR: join(folder, "backups"),
    },
  });
}

function versionIn(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const { metadata } = JSON.parse(readFileSync(path, "utf8")) as {
    readonly metadata: { readonly schema_version: string };
  };
  return metadata.schema_version;
}

/** A module of Python: its index, and a main of these lines that has written `DATA/NAME` before them. */
export function pythonModule(name: string, index: object, ...lines: readonly string[]): Files {
  const body = [`open("DATA/${name}", "w").write("${name} was here")`, ...lines]
    .map((line) => `    ${line}\n`)
    .join("");
  return { [`${name}/index.json`]: JSON.stringify(index), [`${name}/index.py`]: `def main(args=None):\n${body}` };
}
