// Services stop, and later come back as they were. One that fails does not keep the others from coming back; at the end, each is looked at
// once more, since a service may fail the moment after it has started.

import { setTimeout as pause } from "node:timers/promises";
import { presence, putAway, remains, takeOut } from "./absent-units.js";
import { isStopped } from "./activity.js";
import { type Difference, notAsBefore } from "./refusals.js";
import type { CapturedService } from "./states-file.js";
import type { Systemctl, UnitState } from "./systemctl.js";
import { unitName } from "./unit-names.js";

export interface Limits {
  readonly activeSeconds: number;
}

const LOOK_MILLISECONDS = 200;

/** Everything named, whether it ran at the capture or not: nobody may work on data that is about to be exchanged. */
export async function stopServices(services: readonly CapturedService[], systemctl: Systemctl): Promise<void> {
  const stopped: string[] = [];
  for (const { name } of [...services].reverse()) {
    const unit = unitName(name);
    if (isStopped(await systemctl.show(unit))) continue;
    const fault = await systemctl.tell({ verb: "stop", unit });
    if (fault === undefined) {
      stopped.push(unit);
      continue;
    }
    for (const each of stopped.reverse()) await systemctl.tell({ verb: "start", unit: each });
    throw notAsBefore([{ name, why: `does not stop: ${fault}` }]);
  }
  for (const { name, wasThere } of services) if (!wasThere) await takeOut(unitName(name), systemctl);
}

/** Rejects with BACKUP_RESTORE_FAILED, which names each that is not as it was. Resolves to what stays of those that did not exist. */
export async function startServices(
  services: readonly CapturedService[],
  systemctl: Systemctl,
  { activeSeconds }: Limits,
): Promise<readonly string[]> {
  // Unit files may have come back, or gone, with the data.
  const unread = await systemctl.reload();
  const faults = new Map<string, string>();
  for (const service of services) {
    const fault = service.wasThere
      ? await bringBack(service, systemctl, activeSeconds)
      : await putAway(unitName(service.name), systemctl);
    if (fault !== undefined) faults.set(service.name, fault);
  }
  const differences = await differencesOf(services, systemctl, faults);
  if (differences.length > 0) throw notAsBefore(differences);
  if (unread !== undefined)
    throw notAsBefore([{ name: "systemd", why: `did not read its unit files again: ${unread}` }]);
  return await remainsOf(services, systemctl);
}

async function remainsOf(services: readonly CapturedService[], systemctl: Systemctl): Promise<readonly string[]> {
  const absent = services.filter(({ wasThere }) => !wasThere);
  const found: (string | undefined)[] = [];
  for (const { name } of absent) found.push(remains(name, await systemctl.show(unitName(name))));
  return found.filter((each) => each !== undefined);
}

/** What is masked cannot be started, so masks come off first and are put back last. Resolves to the first thing that went wrong. */
async function bringBack(service: CapturedService, systemctl: Systemctl, seconds: number): Promise<string | undefined> {
  const unit = unitName(service.name);
  const now = await systemctl.show(unit);
  const { unitFileState: before } = service;
  const steps = [
    () => (mustUnmask(service, now) ? unmask(unit, now, systemctl) : undefined),
    () => putBackEnabled(unit, before, systemctl),
    () => (service.wasActive ? start(service, systemctl, seconds) : undefined),
    () => putBackMask(unit, before, systemctl),
  ];
  const faults: (string | undefined)[] = [];
  for (const step of steps) faults.push(await step());
  return faults.find((fault) => fault !== undefined);
}

function mustUnmask({ unitFileState, wasActive }: CapturedService, now: UnitState): boolean {
  return isMasked(now.unitFileState) && (wasActive || now.unitFileState !== unitFileState);
}

async function unmask(unit: string, now: UnitState, systemctl: Systemctl): Promise<string | undefined> {
  return systemctl.tell({ verb: "unmask", unit, isRuntime: now.unitFileState === "masked-runtime" });
}

/** Only what a person can switch: what is static, generated or an alias is so by its file. */
async function putBackEnabled(unit: string, before: string, systemctl: Systemctl): Promise<string | undefined> {
  const { unitFileState: now } = await systemctl.show(unit);
  if (now === before) return undefined;
  // Enabled until the next boot and enabled for good are two things: one does not take the other away.
  if (isEnabled(now) && (isEnabled(before) || CAN_BE_ENABLED.has(before))) {
    const fault = await systemctl.tell({ verb: "disable", unit, isRuntime: now === "enabled-runtime" });
    if (fault !== undefined) return fault;
  }
  return isEnabled(before)
    ? systemctl.tell({ verb: "enable", unit, isRuntime: before === "enabled-runtime" })
    : undefined;
}

const CAN_BE_ENABLED: ReadonlySet<string> = new Set(["disabled", "indirect", "not-enabled"]);

function isEnabled(state: string): boolean {
  return state === "enabled" || state === "enabled-runtime";
}

async function putBackMask(unit: string, before: string, systemctl: Systemctl): Promise<string | undefined> {
  if (!isMasked(before) || (await systemctl.show(unit)).unitFileState === before) return undefined;
  return systemctl.tell({ verb: "mask", unit, isRuntime: before === "masked-runtime" });
}

/** A service that has failed too often since is not held to it. */
async function start(service: CapturedService, systemctl: Systemctl, seconds: number): Promise<string | undefined> {
  const unit = unitName(service.name);
  if ((await systemctl.show(unit)).activeState === "failed") await systemctl.tell({ verb: "reset-failed", unit });
  const fault = await systemctl.tell({ verb: "start", unit, isAsync: !service.wasUp, seconds });
  if (fault !== undefined || !service.wasUp) return fault;
  const deadline = performance.now() + seconds * 1000;
  while ((await systemctl.show(unit)).activeState === "activating") {
    if (performance.now() > deadline) return `is not active after ${seconds} s`;
    await pause(LOOK_MILLISECONDS);
  }
  return undefined;
}

async function differencesOf(
  services: readonly CapturedService[],
  systemctl: Systemctl,
  faults: ReadonlyMap<string, string>,
): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for (const service of services) {
    const why = difference(service, await systemctl.show(unitName(service.name)));
    const fault = faults.get(service.name);
    if (why !== undefined)
      differences.push({ name: service.name, why: fault === undefined ? why : `${why} (${fault})` });
  }
  return differences;
}

function difference(service: CapturedService, now: UnitState): string | undefined {
  if (!service.wasThere) return presence(now);
  if (service.wasUp && now.activeState !== "active" && now.activeState !== "reloading") {
    return `is ${now.activeState}, and was active`;
  }
  if (!service.wasActive && !isStopped(now)) return `is ${now.activeState}, and was not`;
  return unitFileDifference(service.unitFileState, now.unitFileState);
}

function unitFileDifference(was: string, is: string): string | undefined {
  const isSo = was === "not-enabled" ? !isEnabled(is) : is === was;
  const isSwitched = isEnabled(was) || isMasked(was) || CAN_BE_ENABLED.has(was);
  return isSo || !isSwitched ? undefined : `is ${is || "without a unit file"}, and was ${was}`;
}

function isMasked(state: string): boolean {
  return state === "masked" || state === "masked-runtime";
}
