// A system of two mock components: one gets a right artifact, the other what attacks it. Everything goes through the built program,
// which says at its end how much memory it has had at most.

import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { programPath, projectRoot, temporaryFolder } from "../../support/index.js";

export interface Run {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly peakBytes: number;
}

export interface Stage {
  readonly folder: string;
  readonly attackPath: string;
  run(...args: readonly string[]): Promise<Run>;
  install(attack: Buffer): Promise<Run>;
  /** Puts the release, with an artifact that is right, into a bundle. */
  create(artifact: Buffer, bundlePath: string): Promise<void>;
  installBundle(attack: Buffer, from: "file" | "pipe"): Promise<Run>;
  /** Contents by path, of everything that a refused installation must leave as it was. */
  everyFile(): Readonly<Record<string, string>>;
}

const MOCK = join(projectRoot, "update-interfaces", "v1", "rtos");
const COMPONENTS = [
  { type: "board", id: "B1", artifact: "right.mender" },
  { type: "rtos", id: "R1", artifact: "attack.mender" },
] as const;

/** Of its own memory: what `resourceUsage` says begins with that of the process that has started it. */
const PEAK = `import{readFileSync as r,writeFileSync as w}from"node:fs";process.on("exit",()=>w(process.env.PEAK_FILE,/VmHWM:\\s*(\\d+)/.exec(r("/proc/self/status","utf8"))[1]))`;

/** @param right an artifact for the type `board` */
export function createStage(right: Buffer): Stage {
  const folder = temporaryFolder();
  for (const name of ["conf", "store", "release", "tmp", "peak"]) mkdirSync(join(folder, name));
  mkdirSync(join(folder, "data", "interfaces", "v1"), { recursive: true });
  for (const { type, id } of COMPONENTS) {
    symlinkSync(MOCK, join(folder, "data", "interfaces", "v1", type));
    mkdirSync(join(folder, "boards", id), { recursive: true });
    writeFileSync(join(folder, "boards", id, "Provides"), "version=v0\n");
    writeFileSync(join(folder, "boards", id, "Identity"), `id=${id}\n`);
    writeFileSync(join(folder, "boards", id, "SupportsRollback"), "Yes\n");
  }
  writeFileSync(join(folder, "store", "topology.yaml"), topology());
  writeFileSync(join(folder, "release", "manifest.yaml"), manifest());
  writeFileSync(join(folder, "release", "right.mender"), right);
  const attackPath = join(folder, "release", "attack.mender");
  const run = async (...args: readonly string[]) => await play(folder, args);
  const install = ["install", "--output", "json"];
  return {
    ...{ folder, attackPath, run },
    install: async (attack) => {
      writeFileSync(attackPath, attack);
      return await run(...install, join(folder, "release", "manifest.yaml"));
    },
    create: async (artifact, bundlePath) => {
      writeFileSync(attackPath, artifact);
      const { exitCode, stderr } = await run(
        "bundle",
        "create",
        join(folder, "release", "manifest.yaml"),
        "-o",
        bundlePath,
      );
      if (exitCode !== 0) throw new Error(`the bundle was not created: ${stderr}`);
    },
    installBundle: async (attack, from) => {
      if (from === "pipe") return await play(folder, [...install, "-"], attack);
      writeFileSync(attackPath, attack);
      return await run(...install, attackPath);
    },
    everyFile: () => everyFile(folder),
  };
}

function topology(): string {
  const lines = COMPONENTS.map(({ type, id }) => `  - {component_type: ${type}, interface_args: ["${id}"]}\n`);
  return `api_version: mender/v1\nkind: topology\nsystem_type: stage\ncomponents:\n${lines.join("")}`;
}

function manifest(): string {
  const head =
    "api_version: mender/v1\nkind: manifest\nname: attacked\nsystem_types_compatible: [stage]\ncomponent_types:\n";
  return head + COMPONENTS.map(({ type, artifact }) => `  ${type}:\n    artifact_path: ${artifact}\n`).join("");
}

async function play(folder: string, args: readonly string[], input?: Buffer): Promise<Run> {
  const peakFile = join(folder, "peak", "kib");
  const { exitCode, stdout, stderr } = await execa(process.execPath, [programPath, ...args], {
    env: {
      PATH: process.env["PATH"] ?? "",
      TMPDIR: join(folder, "tmp"),
      MENDER_ORCHESTRATOR_CONF_DIR: join(folder, "conf"),
      MENDER_ORCHESTRATOR_DATA_DIR: join(folder, "data"),
      MENDER_ORCHESTRATOR_DATASTORE_DIR: join(folder, "store"),
      ORCHESTRATOR_MOCK_INSTANCES: join(folder, "boards"),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PEAK)}`,
      PEAK_FILE: peakFile,
    },
    ...{ extendEnv: false, reject: false, cwd: folder },
    ...(input === undefined ? { stdin: "ignore" as const } : { input }),
  });
  return { exitCode, stdout, stderr, peakBytes: Number(readFileSync(peakFile, "utf8")) * 1024 };
}

/** But for the lock, the measurement, and the attack itself. */
function everyFile(folder: string): Readonly<Record<string, string>> {
  const isOurs = (name: string) =>
    name === join("store", "lock") || name.startsWith("peak") || name.endsWith("attack.mender");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => !isOurs(name));
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(join(folder, name), "latin1")]));
}
