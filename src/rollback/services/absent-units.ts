// Units that did not exist when they were captured. Whatever an update has made of them is stopped and disabled again; a unit file that
// lies outside of what was captured is named and left, since it may be a package's.

import { isStopped } from "./activity.js";
import { ABSENT } from "./states-file.js";
import type { Systemctl, UnitState } from "./systemctl.js";

/**
 * For as long as its file is there, which says what it is enabled by. Where it is gone, the links to it may still be; what systemctl says
 * of that does not count, since each unit is looked at when everything is back.
 */
export async function takeOut(unit: string, systemctl: Systemctl): Promise<void> {
  const now = await systemctl.show(unit);
  if (!isMask(now)) await systemctl.tell({ verb: "disable", unit, isRuntime: isRuntime(now.unitFileState) });
}

/** Resolves to the first thing that went wrong. */
export async function putAway(unit: string, systemctl: Systemctl): Promise<string | undefined> {
  const now = await systemctl.show(unit);
  const faults: (string | undefined)[] = [];
  if (isMask(now)) faults.push(await systemctl.tell({ verb: "unmask", unit, isRuntime: isRuntime(now.unitFileState) }));
  if (isSwitchedOn(now)) {
    faults.push(await systemctl.tell({ verb: "disable", unit, isRuntime: isRuntime(now.unitFileState) }));
  }
  if (now.activeState === "failed") faults.push(await systemctl.tell({ verb: "reset-failed", unit }));
  return faults.find((fault) => fault !== undefined);
}

/** In which way it is more than an unused file. */
export function presence(now: UnitState): string | undefined {
  if (!isStopped(now)) return `is ${now.activeState}, and did not exist`;
  return isMask(now) || isSwitchedOn(now) ? `is ${now.unitFileState}, and did not exist` : undefined;
}

/** What a person should know of one that is out of the way. */
export function remains(name: string, { loadState, unitFile }: UnitState): string | undefined {
  if (loadState === ABSENT) return undefined;
  return `${name}, which did not exist before, is stopped and disabled, but ${unitFile === "" ? "systemd still knows it" : `its file ${unitFile} stays`}`;
}

function isMask({ unitFileState }: UnitState): boolean {
  return unitFileState.startsWith("masked");
}

/** A linked file lies where systemd would not look for it by itself. */
function isSwitchedOn({ unitFileState }: UnitState): boolean {
  return /^(enabled|linked)/.test(unitFileState);
}

function isRuntime(unitFileState: string): boolean {
  return unitFileState.endsWith("-runtime");
}
