// The states of systemd units as a kind of capture: what runs, what is enabled, what is masked. What a unit consists of, its file and its
// data, is captured as files.

import { Readable } from "node:stream";
import type { Captured, CaptureKind, Draft, OpenBackup, Restoration } from "../contract.js";
import { canRead, checkDigest, store } from "../stored/index.js";
import { isStopped } from "./activity.js";
import { unusable } from "./refusals.js";
import { type Limits, startServices, stopServices } from "./restore.js";
import { ABSENT, readStates, statesText } from "./states-file.js";
import { createSystemctl, type Systemctl, type UnitState } from "./systemctl.js";
import { checkNames, unitName } from "./unit-names.js";

/** In two steps, between which the data of the services comes back. */
export interface ServiceRestoration extends Restoration {
  /** In reverse order. When it rejects, those that ran are running again, as far as they can. */
  stop(): Promise<void>;
  /** Brings back what is enabled and masked, starts in order what was active, and waits for it. Resolves to what stays all the same. */
  start(): Promise<readonly string[]>;
}

export interface ServiceKind extends CaptureKind<readonly string[]> {
  prepare(opened: OpenBackup): Promise<ServiceRestoration>;
}

export interface ServiceOptions {
  /** How long a started service may take to be active. */
  readonly activeSeconds?: number;
  readonly systemctl?: Systemctl;
}

/** systemd gives up after a minute and a half, if a unit says nothing else. */
const ACTIVE_SECONDS = 120;
const LISTING_BYTES = 64 * 1024;

export function createServiceKind({
  activeSeconds = ACTIVE_SECONDS,
  systemctl = createSystemctl(),
}: ServiceOptions = {}): ServiceKind {
  return {
    backupType: "service",
    estimateBytes: async () => LISTING_BYTES,
    capture: (names, draft) => capture(names, draft, systemctl),
    verify: async (opened) => {
      if (canRead(opened)) await readStates(opened);
      else await checkDigest(opened);
    },
    prepare: (opened) => prepare(opened, systemctl, { activeSeconds }),
  };
}

async function capture(names: readonly string[], draft: Draft, systemctl: Systemctl): Promise<Captured> {
  checkNames(names);
  const states = new Map<string, UnitState>();
  for (const name of names) states.set(name, await stateOf(name, systemctl, draft));
  draft.signal.throwIfAborted();
  const { path, checksum, sizeBytes } = await store(
    Readable.from([Buffer.from(statesText(states))]),
    "services.json",
    draft,
  );
  const metadata = { services: [...names], service_count: names.length };
  const absent = names.filter((name) => states.get(name)?.loadState === ABSENT);
  const warnings = absent.map(
    (name) => `${name} does not exist yet: when this is brought back, it will be stopped and disabled`,
  );
  return { sourcePath: names.join(","), backupPath: path, metadata, checksum, sizeBytes, warnings };
}

async function stateOf(name: string, systemctl: Systemctl, { isMissingAllowed }: Draft): Promise<UnitState> {
  const state = await systemctl.show(unitName(name));
  if (["loaded", "masked"].includes(state.loadState)) return state;
  // What runs without a unit file could be stopped, and never be started again.
  if (state.loadState === ABSENT && !isStopped(state))
    throw unusable(`Service ${name} runs, but its unit file is gone`);
  if (state.loadState === ABSENT && isMissingAllowed === true) return state;
  if (state.loadState === ABSENT) throw unusable(`Service does not exist: ${name}`);
  throw unusable(`Service ${name} cannot be used: systemd says of its unit ${state.loadState || "nothing"}`);
}

async function prepare(opened: OpenBackup, systemctl: Systemctl, limits: Limits): Promise<ServiceRestoration> {
  const services = await readStates(opened);
  // Where systemd does not answer, nothing is begun.
  for (const { name } of services) await systemctl.show(unitName(name));
  const stop = () => stopServices(services, systemctl);
  const start = () => startServices(services, systemctl, limits);
  const apply = async () => {
    await stop();
    void (await start());
  };
  return { stop, start, apply, abandon: async () => undefined };
}
