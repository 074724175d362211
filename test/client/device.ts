// A gateway with Debian's Mender client, our update module, the orchestrator, and the mock components behind it. The client finds
// its modules and its identity at fixed places, so each of its calls has a mount namespace in which these are ours.

import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeManifestArtifact } from "../../src/app/index.js";
import { createStage, type Stage } from "../app/constrained/stage.js";
import type { Run } from "../app/system.js";
import { programPath, projectRoot, temporaryFolder } from "../support/index.js";

export const DEVICE_TYPE = "test-gateway";
export const MODULE = join(projectRoot, "mender-client", "modules", "v3", "mender-orchestrator-manifest");

export interface Device {
  /** Where the client and the module keep what is theirs. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A command of the client. */
  mender(...args: readonly string[]): Promise<Run>;
  /** The same, not waited for; in a process group of its own, which is all that the command has started. */
  start(...args: readonly string[]): ChildProcess;
  orchestrator(...args: readonly string[]): Promise<Run>;
  /** The artifact that delivers a manifest. */
  deliverable(manifestPath: string, deviceType?: string): Promise<string>;
}

const IN_NAMESPACE = `
  mount --bind "$ROOT/modules" /usr/share/mender/modules/v3 &&
  mount --bind "$ROOT/etc" /etc/mender &&
  exec mender --no-syslog -c "$ROOT/mender.conf" -d "$ROOT/data" "$@"`;

/** `environment` is that of a system of mock components. */
export function createDevice(environment: Readonly<Record<string, string>>): Device {
  const root = layDevice();
  const env = {
    ...environment,
    PATH: `${join(root, "bin")}:${process.env["PATH"]}`,
    ROOT: root,
    MENDER_ORCHESTRATOR: programPath,
  };
  const start = (...args: readonly string[]) =>
    spawnIn(env, "unshare", ["-m", "sh", "-c", IN_NAMESPACE, "sh", ...args]);
  return {
    ...{ root, environment: env, start },
    mender: (...args) => endOf(start(...args)),
    orchestrator: (...args) => endOf(spawnIn(env, process.execPath, [programPath, ...args])),
    deliverable: async (manifestPath, deviceType = DEVICE_TYPE) => {
      const output = join(temporaryFolder(), "delivered.mender");
      await writeManifestArtifact({ manifestPath, output, compatibleTypes: [deviceType] });
      return output;
    },
  };
}

function layDevice(): string {
  const root = temporaryFolder();
  for (const folder of ["etc", "modules", "data", "bin"]) mkdirSync(join(root, folder));
  copyFileSync(MODULE, join(root, "modules", "mender-orchestrator-manifest"));
  writeFileSync(join(root, "mender.conf"), "{}");
  writeFileSync(join(root, "etc", "artifact_info"), "artifact_name=factory\n");
  writeFileSync(join(root, "data", "device_type"), `device_type=${DEVICE_TYPE}\n`);
  // What the orchestrator calls where nobody asked it to leave that to others. This machine is not to go down.
  writeFileSync(join(root, "bin", "reboot"), `#!/bin/sh\necho >>${root}/reboots\n`, { mode: 0o755 });
  return root;
}

function spawnIn(env: NodeJS.ProcessEnv, file: string, args: readonly string[]): ChildProcess {
  return spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
}

export function endOf(child: ChildProcess): Promise<Run> {
  return new Promise((resolve, reject) => {
    const printed = { stdout: "", stderr: "" };
    child.stdout?.on("data", (chunk: Buffer) => {
      printed.stdout += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      printed.stderr += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ exitCode: code ?? undefined, ...printed }));
  });
}

export interface Gateway extends Device {
  readonly stage: Stage;
  /** Delivers version 2 of everything. */
  readonly release: string;
  /** Delivers the same as a bundle, with nothing outside of it. */
  bundle(): Promise<string>;
}

const MANIFEST = `
api_version: mender/v1
kind: manifest
name: system-v2
system_types_compatible: [demo]
component_types:
  gateway: { artifact_path: FOLDER/gateway-v2.mender, update_strategy: { order: 10 } }
  rtos: { artifact_path: FOLDER/rtos-v2.mender, update_strategy: { order: 20 } }
`;

/** The system of the demo at version 1: a gateway G13, which is updated first, and the boards R456 and R998. */
export async function createGateway(): Promise<Gateway> {
  const boards = { gateway: { ids: ["G13"], version: "v1" }, rtos: { ids: ["R456", "R998"], version: "v1" } };
  const stage = createStage(boards);
  for (const type of Object.keys(boards)) await stage.artifact(type, "v2");
  const device = createDevice(stage.system.environment);
  // The module gets a copy of it, far from the artifacts.
  const manifest = stage.manifest("system-v2", MANIFEST.replaceAll("FOLDER", join(stage.system.folder, "manifests")));
  const bundle = async () => {
    const [path, output] = [join(device.root, "system.bundle"), join(device.root, "bundle.mender")];
    const made = await device.orchestrator("bundle", "create", manifest, "-o", path);
    if (made.exitCode !== 0) throw new Error(made.stderr);
    await writeManifestArtifact({ manifestPath: path, output, compatibleTypes: [DEVICE_TYPE], name: "system-v2" });
    return output;
  };
  return { ...device, stage, bundle, release: await device.deliverable(manifest) };
}
