// What `<id>_services.json` says, in the shape that the original wrote, with more beside it. It may have been written by the original,
// or by anybody.

import type { OpenBackup } from "../contract.js";
import { checkDigest, damaged, openPlain } from "../stored/index.js";
import { isActive } from "./activity.js";
import type { UnitState } from "./systemctl.js";
import { isUnitName } from "./unit-names.js";

const MAX_BYTES = 1024 * 1024;
/** As systemd says it of a unit that it cannot find. */
export const ABSENT = "not-found";

export interface CapturedService {
  /** As it was named. */
  readonly name: string;
  /** Whether there was such a unit. */
  readonly wasThere: boolean;
  readonly wasActive: boolean;
  /** Whether it had come up: one that was still about to is started, but not waited for. */
  readonly wasUp: boolean;
  /** As systemd names it; or `not-enabled`, since that is all that the original knew. */
  readonly unitFileState: string;
}

export function statesText(states: ReadonlyMap<string, UnitState>): string {
  const entries = [...states].map(([name, state]) => [name, entryOf(state)]);
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}

function entryOf({ loadState, activeState, subState, unitFileState }: UnitState) {
  return {
    active: isActive(activeState),
    enabled: unitFileState.startsWith("enabled"),
    status_output: activeState,
    ...{ load_state: loadState, sub_state: subState, unit_file_state: unitFileState },
  };
}

/** In the order in which they were named. Throws BACKUP_DAMAGED, BACKUP_KEY_WRONG. */
export async function readStates(opened: OpenBackup): Promise<readonly CapturedService[]> {
  const { backupId } = opened.backup;
  await checkDigest(opened);
  const states = parsed(await textOf(opened));
  if (states === undefined) throw damaged(backupId, "it is not a list of services");
  const services = Object.entries(states).map(([name, entry]) => serviceIn(name, entry));
  if (services.some((service) => service === undefined)) throw damaged(backupId, "an entry of it is not a service");
  return services.filter((service) => service !== undefined);
}

function serviceIn(name: string, entry: unknown): CapturedService | undefined {
  if (!isUnitName(name) || !isRecord(entry) || typeof entry["active"] !== "boolean") return undefined;
  const { active, enabled, status_output: state, sub_state: subState, unit_file_state: unitFileState } = entry;
  return {
    ...{ name, wasThere: entry["load_state"] !== ABSENT, wasActive: active },
    wasUp: active && state !== "activating" && subState !== "auto-restart",
    unitFileState: typeof unitFileState === "string" ? unitFileState : enabled === true ? "enabled" : "not-enabled",
  };
}

async function textOf(opened: OpenBackup): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of openPlain(opened) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw damaged(opened.backup.backupId, "it is larger than a list of services");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
