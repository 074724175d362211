// The machine this program runs on.

import { readFileSync } from "node:fs";
import { execa } from "execa";
import type { Host } from "../engine/ports.js";
import type { Environment } from "./directories.js";

const BOOT_ID_PATH = "/proc/sys/kernel/random/boot_id";

export function createHost(environment: Environment): Host {
  return {
    pid: process.pid,
    bootId: readBootId(),
    reboot: async () => {
      const result = await execa("reboot", [], { env: environment, extendEnv: false, stdin: "ignore", reject: false });
      if (result.failed && !isHostGoingDown(result.signal)) throw new Error(`reboot failed: ${result.shortMessage}`);
    },
  };
}

/** A host that goes down ends every process, `reboot` too, and perhaps before us: no reason to begin a rollback now. */
function isHostGoingDown(signal: string | undefined): boolean {
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
