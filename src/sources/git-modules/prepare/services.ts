// Which of the services that a module names can be captured: where no systemd runs none, and of the others those that it knows,
// since a module may bring its service only now.

import { existsSync } from "node:fs";
import type { Diagnostic } from "../../../base/index.js";
import { runProgram } from "../../../programs/index.js";

export interface KnownServices {
  readonly services: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

const SYSTEMD_RUNS = "/run/systemd/system";
const SECONDS = 30;

export async function knownServices(services: readonly string[], signal: AbortSignal): Promise<KnownServices> {
  if (services.length === 0) return { services, warnings: [] };
  if (!existsSync(SYSTEMD_RUNS)) return { services: [], warnings: [warning(services, "systemd does not run here")] };
  const unknown = await unknownAmong(services, signal);
  const warnings = unknown.map((unit) => warning([unit], "systemd does not know it"));
  return { services: services.filter((unit) => !unknown.includes(unit)), warnings };
}

/** Where systemctl does not answer, all are taken for known: the capture then says what is wrong. */
async function unknownAmong(units: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const args = ["--system", "--no-pager", "show", "--property=LoadState", "--", ...units];
  const { stdout } = await runProgram({ path: "systemctl", args, seconds: SECONDS, signal });
  const states = stdout.split("\n").filter((line) => line.startsWith("LoadState="));
  return states.length === units.length ? units.filter((_, index) => states[index] === "LoadState=not-found") : [];
}

function warning(units: readonly string[], why: string): Diagnostic {
  const message = `${units.join(", ")} ${units.length > 1 ? "are" : "is"} not captured before the module runs: ${why}`;
  return { code: "MODULES_POINT_INCOMPLETE", severity: "warning", message };
}
