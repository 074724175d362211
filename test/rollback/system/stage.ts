// A small shop on a real systemd: a program that writes into a PostgreSQL and an SQLite database all the time, its configuration, and an
// update of all of that which fails in the last commit. The orchestrator works inside of the machine, in its default folders.

import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { buildCrashingProgram, type Counts } from "../../crash/real/stage.js";
import { programPath, projectRoot, temporaryFolder } from "../../support/index.js";
import { bootMachine, type Machine } from "../services/machine.js";

export interface Run {
  /** Undefined where it was killed. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Shop {
  readonly machine: Machine;
  /** The built program; or one that kills itself at the moment of that name (crash/real/moments.ts); "0": that counts. */
  run(args: readonly string[], crashAt?: string): Promise<Run>;
  /** Of the last run that counted. */
  counts(): Counts;
}

const inside = join(dirname(fileURLToPath(import.meta.url)), "inside");
const UNITS = ["shop.service", "shop-postgresql.service", "shop-report.service"];
/** What captures and restores call. */
const KILLERS = ["pg_dump", "pg_restore", "psql", "sqlite3", "systemctl", "tar"];
/** In the machine. */
const HOME = "/opt/orchestrator";
const STORE = "/var/lib/mender-orchestrator";
const INTERFACES = "/usr/share/mender-orchestrator/update-interfaces/v1";
export const MANIFEST = `${HOME}/manifest.yaml`;

export async function openShop(): Promise<Shop> {
  const machine = await bootMachine(Object.fromEntries(UNITS.map((name) => [name, textOf(name)])));
  try {
    const at = (path: string) => join(machine.root, path);
    for (const folder of [HOME, `${HOME}/bin`, STORE, INTERFACES]) mkdirSync(at(folder), { recursive: true });
    const crashing = await buildCrashingProgram(temporaryFolder(), "./dist/validators");
    copyFileSync(crashing, at(`${HOME}/crashing-main.mjs`));
    cpSync(dirname(programPath), at(`${HOME}/dist`), { recursive: true });
    copyFileSync(join(projectRoot, "package.json"), at(`${HOME}/package.json`));
    cpSync(inside, at(`${HOME}/inside`), { recursive: true });
    for (const name of readdirSync(inside)) chmodSync(at(`${HOME}/inside/${name}`), 0o755);
    copyFileSync(at(`${HOME}/inside/part`), at(`${INTERFACES}/part`));
    for (const name of KILLERS) symlinkSync(`${HOME}/inside/killer`, at(`${HOME}/bin/${name}`));
    writeFileSync(at(`${STORE}/topology.yaml`), TOPOLOGY);
    writeFileSync(at(MANIFEST), MANIFEST_TEXT);
    machine.run(`${HOME}/inside/lay-out.sh`);
    const shop = shopIn(machine);
    for (const [type, files] of Object.entries(PAYLOADS)) await writeArtifact(shop, type, files);
    return shop;
  } catch (thrown) {
    await machine.switchOff();
    throw thrown;
  }
}

function textOf(name: string): string {
  return readFileSync(join(inside, name), "utf8");
}

function shopIn(machine: Machine): Shop {
  const countsPath = `${HOME}/counts.json`;
  return {
    machine,
    run: async (args, crashAt) => {
      const path = `PATH=${HOME}/bin:/usr/local/bin:/usr/bin:/usr/sbin`;
      const crash =
        crashAt === undefined ? [] : [`CRASH_AT=${crashAt}`, `CRASH_COUNTS=${countsPath}`, "CRASH_SIDES=both"];
      const main = crashAt === undefined ? "dist/main.js" : "crashing-main.mjs";
      const words = [...machine.enter, "env", "-i", path, ...crash, process.execPath, `${HOME}/${main}`, ...args];
      const [program = "", ...rest] = words;
      const { exitCode, stdout, stderr } = await execa(program, rest, { reject: false, stdin: "ignore" });
      return { exitCode: exitCode === 137 ? undefined : exitCode, stdout, stderr };
    },
    counts: () => JSON.parse(readFileSync(join(machine.root, countsPath), "utf8")) as Counts,
  };
}

const PAYLOADS = {
  data: ["postgresql-2.sql", "sqlite-2.sql"],
  program: ["shop-2"],
  settings: ["shop.service"],
} as const;

async function writeArtifact(shop: Shop, type: string, files: readonly string[]): Promise<void> {
  const names = ["--type", "part", "--compatible-type", type, "--name", "2"];
  const paths = files.flatMap((name) => ["--file", `${HOME}/inside/${name}`]);
  const { exitCode, stderr } = await shop.run([
    ...["artifact", "write", ...names, ...paths, "--output-path", `${HOME}/${type}.mender`],
  ]);
  if (exitCode !== 0) throw new Error(stderr);
}

/** Whose data the program works on declares the program's service, too, so that nothing works on it while it comes back. */
const TOPOLOGY = `api_version: mender/v1
kind: topology
system_type: shop
components:
  - component_type: data
    interface: part
    rollback_point:
      files: [/var/lib/shop/schema]
      services: [shop]
      databases:
        - { type: postgresql, database: shop, host: /run/shop-postgresql, user: shop }
        - { type: sqlite, database: /var/lib/shop/shop.db }
  - component_type: program
    interface: part
  - component_type: settings
    interface: part
    rollback_point: { files: [/etc/shop], services: [shop-report, shop.service] }
`;

const MANIFEST_TEXT = `api_version: mender/v1
kind: manifest
name: shop-2
system_types_compatible: [shop]
component_types:
  data: { artifact_path: data.mender, update_strategy: { order: 10 } }
  program:
    artifact_path: program.mender
    update_strategy: { order: 20 }
    rollback_point: { files: [/opt/shop/shop], services: [shop] }
  settings: { artifact_path: settings.mender, update_strategy: { order: 30 } }
`;
