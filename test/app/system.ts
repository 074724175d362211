// A system of mock components in folders of its own, and the built program pointed at it by its environment.

import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { programPath, projectRoot, temporaryFolder } from "../support/index.js";

export interface System {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs the program. Never rejects: its exit code is what a test looks at. */
  run(...args: readonly string[]): Promise<Run>;
  /** Path of a file of a mock component. */
  instance(id: string, file: string): string;
  /** The `version=` line of a mock component's Provides file. */
  version(id: string): string | undefined;
}

export interface Run {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const MOCK = join(projectRoot, "update-interfaces", "v1", "rtos");

/** `interfaces` are the names the mock is linked under, in the folder of the 2024 layout. */
export function createSystem(instancesFrom: string, interfaces: readonly string[]): System {
  const folder = temporaryFolder();
  const instances = join(folder, "mock-instances");
  copyInstances(instancesFrom, instances);
  const names = join(folder, "data", "update-interfaces", "v1");
  for (const path of [names, join(folder, "conf"), join(folder, "store")]) mkdirSync(path, { recursive: true });
  for (const name of interfaces) symlinkSync(MOCK, join(names, name));
  const environment = {
    PATH: process.env["PATH"] ?? "",
    MENDER_ORCHESTRATOR_CONF_DIR: join(folder, "conf"),
    MENDER_ORCHESTRATOR_DATA_DIR: join(folder, "data"),
    MENDER_ORCHESTRATOR_DATASTORE_DIR: join(folder, "store"),
    MENDER_ORCHESTRATOR_BACKUPS_DIR: join(folder, "backups"),
    ORCHESTRATOR_MOCK_INSTANCES: instances,
  };
  const instance = (id: string, file: string): string => join(instances, id, file);
  return {
    folder,
    environment,
    instance,
    run: async (...args) => {
      const { exitCode, stdout, stderr } = await execa(process.execPath, [programPath, ...args], {
        env: environment,
        extendEnv: false,
        reject: false,
        stdin: "ignore",
      });
      return { exitCode, stdout, stderr };
    },
    version: (id) => /^version=(.*)$/m.exec(readFileSync(instance(id, "Provides"), "utf8"))?.[1],
  };
}

/** By content: the data may be read-only, the mock writes. */
function copyInstances(from: string, to: string): void {
  for (const id of readdirSync(from)) {
    mkdirSync(join(to, id), { recursive: true });
    for (const file of readdirSync(join(from, id))) {
      writeFileSync(join(to, id, file), readFileSync(join(from, id, file)));
    }
  }
}
