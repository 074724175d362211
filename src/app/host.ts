// The machine this program runs on.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Host } from "../engine/ports.js";
import type { Environment } from "./directories.js";

const BOOT_ID_PATH = "/proc/sys/kernel/random/boot_id";

export function createHost(environment: Environment): Host {
  return {
    pid: process.pid,
    bootId: readBootId(),
    reboot: async () => {
      const failure = await runReboot(environment);
      if (failure !== undefined) throw new Error(`reboot failed: ${failure}`);
    },
  };
}

/** Why it failed, or undefined. */
function runReboot(environment: Environment): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn("reboot", [], { env: { ...environment }, stdio: "ignore" });
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      if (code === 0 || isHostGoingDown(signal)) resolve(undefined);
      else resolve(signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`);
    });
  });
}

/** A host that goes down ends every process, `reboot` too, and perhaps before us: no reason to begin a rollback now. */
function isHostGoingDown(signal: string | null): boolean {
  return signal === "SIGTERM" || signal === "SIGKILL" || signal === "SIGHUP";
}

/** Changes with every boot. Where the system does not tell, every start counts as the same boot. */
function readBootId(): string {
  try {
    return readFileSync(BOOT_ID_PATH, "utf8").trim();
  } catch {
    return "unknown";
  }
}
