// What of the services that a module names can be captured: where no systemd runs nothing. Of one that there is not yet, since a module may
// bring its service only now, also that it has no file in the place where administrators put one.

import { existsSync } from "node:fs";
import type { Diagnostic } from "../../../base/index.js";
import type { DeclaredPoint } from "../../../model/index.js";
import { runProgram } from "../../../programs/index.js";
import { mergedPoints } from "../module-point.js";

export interface PossiblePoint {
  readonly point: DeclaredPoint;
  readonly warnings: readonly Diagnostic[];
}

const SYSTEMD_RUNS = "/run/systemd/system";
const UNITS = "/etc/systemd/system";
const SECONDS = 30;
/** As many as a document may name. */
const MOST_FILES = 100;

export async function possiblePoint(point: DeclaredPoint, signal: AbortSignal): Promise<PossiblePoint> {
  const { services } = point;
  if (services.length === 0) return { point, warnings: [] };
  if (!existsSync(SYSTEMD_RUNS)) return { point: { ...point, services: [] }, warnings: [warning(services)] };
  const files = (await unknownAmong(services, signal)).map((unit) => `${UNITS}/${unit}`);
  const room = Math.max(0, MOST_FILES - point.files.length);
  return { point: mergedPoints(point, { files: files.slice(0, room) }), warnings: [] };
}

/** Where systemctl does not answer, none: the capture then says what is wrong. */
async function unknownAmong(units: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const args = ["--system", "--no-pager", "show", "--property=LoadState", "--", ...units];
  const { stdout } = await runProgram({ path: "systemctl", args, seconds: SECONDS, signal });
  const states = stdout.split("\n").filter((line) => line.startsWith("LoadState="));
  return states.length === units.length ? units.filter((_, index) => states[index] === "LoadState=not-found") : [];
}

function warning(units: readonly string[]): Diagnostic {
  const message = `${units.join(", ")} ${units.length > 1 ? "are" : "is"} not captured before the module runs: systemd does not run here`;
  return { code: "MODULES_POINT_INCOMPLETE", severity: "warning", message };
}
