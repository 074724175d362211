// The demo's system, fresh for each crash: a gateway and two boards at v1, artifacts of v2, and the program that crashes.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";
import { execa } from "execa";
import { createSystem, type System } from "../../app/system.js";
import { programPath, projectRoot, temporaryFolder } from "../../support/index.js";

export const BOARDS = { G13: "gateway", R456: "rtos", R998: "rtos" } as const;

export interface Template {
  readonly instances: string;
  readonly manifestPath: string;
  readonly crashingProgram: string;
}

const REQUIRE = 'import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);';

export async function createTemplate(): Promise<Template> {
  const folder = temporaryFolder();
  const instances = join(folder, "instances");
  for (const [id, type] of Object.entries(BOARDS)) layInstance(join(instances, id), id, type);
  for (const type of new Set(Object.values(BOARDS))) await writeArtifact(folder, type);
  writeFileSync(join(folder, "manifest.yaml"), MANIFEST);
  const crashingProgram = await buildCrashingProgram(folder);
  return { instances, manifestPath: join(folder, "manifest.yaml"), crashingProgram };
}

const BUILT_VALIDATORS = join(dirname(programPath), "validators");

/**
 * Answers with its path. As the built program it takes its checking functions from files: making them takes longer than all else
 * that it does until it is killed.
 * @param validators their folder, as seen from where the program will be
 */
export async function buildCrashingProgram(folder: string, validators = BUILT_VALIDATORS): Promise<string> {
  const crashingProgram = join(folder, "crashing-main.mjs");
  await build({
    entryPoints: [join(projectRoot, "test", "crash", "real", "crashing-main.ts")],
    outfile: crashingProgram,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    define: { PROGRAM_VERSION: '"0"' },
    banner: { js: REQUIRE },
    logLevel: "error",
    plugins: [loadValidators(validators)],
  });
  return crashingProgram;
}

/** As scripts/validators.mjs has it for the built program. */
function loadValidators(folder: string): Plugin {
  const contents = `
    import { createRequire } from "node:module";
    const load = createRequire(import.meta.url);
    export const compileSchema = (role) => load(${JSON.stringify(`${folder}/`)} + role + ".cjs");
  `;
  return {
    name: "load-validators",
    setup: ({ onLoad }) =>
      onLoad({ filter: /[\\/]documents[\\/]schema[\\/]compile-schema\.ts$/ }, () => ({ contents, loader: "js" })),
  };
}

const MANIFEST = `api_version: mender/v1
kind: manifest
name: system-v2
system_types_compatible: [demo]
component_types:
  gateway:
    artifact_path: gateway.mender
    update_strategy: { order: 10 }
  rtos:
    artifact_path: rtos.mender
    update_strategy: { order: 20 }
`;

function layInstance(folder: string, id: string, type: string): void {
  mkdirSync(folder, { recursive: true });
  const files = {
    Identity: `id=${id}`,
    Provides: `version=${type}-v1`,
    SupportsRollback: "Yes",
    NeedsArtifactReboot: "No",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), `${text}\n`);
}

async function writeArtifact(folder: string, type: string): Promise<void> {
  const payload = join(folder, "payload");
  writeFileSync(payload, `${type}, version 2\n`);
  const names = ["--type", type, "--compatible-type", type, "--name", `${type}-v2`];
  const files = ["--file", payload, "--output-path", join(folder, `${type}.mender`)];
  await execa(process.execPath, [programPath, "artifact", "write", ...names, ...files]);
}

export function layDemo({ instances }: Template): System {
  const system = createSystem(instances, ["gateway", "rtos"]);
  const components = Object.entries(BOARDS).map(
    ([id, type]) => `  - component_type: ${type}\n    interface_args: [${id}]\n`,
  );
  const topology = `api_version: mender/v1\nkind: topology\nsystem_type: demo\ncomponents:\n${components.join("")}`;
  writeFileSync(join(system.folder, "store", "topology.yaml"), topology);
  return system;
}

export interface Counts {
  readonly writes: number;
  readonly calls: number;
  /** Their names, in order. */
  readonly moments: readonly string[];
  /** The moment before each deployment was made. */
  readonly creations: readonly number[];
}

/** Installs with the program that kills itself at the moment of that name; "0": it does not, and counts. */
export async function crashInstall(template: Template, system: System, crashAt: string, sides: "one" | "both") {
  const countsPath = join(system.folder, "counts.json");
  const { exitCode, signal, stderr } = await execa(
    process.execPath,
    [template.crashingProgram, "install", template.manifestPath],
    {
      env: { ...system.environment, CRASH_AT: crashAt, CRASH_SIDES: sides, CRASH_COUNTS: countsPath },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
    },
  );
  const counts = crashAt === "0" ? (JSON.parse(readFileSync(countsPath, "utf8")) as Counts) : undefined;
  return { exitCode, signal, stderr, counts };
}
