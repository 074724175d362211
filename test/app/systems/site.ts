// One data store with three systems, of one mock component each: the default one has `alpha`, the others have `beta` and `gamma`. Each
// component has data that a rollback point names and that its install changes.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AppContext,
  contextOfSystem,
  createContext,
  type InstallOptions,
  installSystem,
  type Live,
  type RunResult,
} from "../../../src/app/index.js";
import { createStage, STILL, type Stage } from "../constrained/stage.js";

export const SYSTEMS = { alpha: "default", beta: "module.beta", gamma: "module.gamma" } as const;
export type Type = keyof typeof SYSTEMS;

const IDS = { alpha: "A1", beta: "B1", gamma: "G1" } as const;
const TYPES = ["alpha", "beta", "gamma"] as const;

export interface Site {
  readonly stage: Stage;
  /** Of the system that was named, or of none. */
  context(system?: string): AppContext;
  install(type: Type, version: string, given?: Given): Promise<RunResult>;
  /** What the component works with. */
  data(type: Type): string;
  write(type: Type, text: string): void;
  live(given?: Partial<Live>): Live;
}

interface Given {
  readonly options?: Partial<InstallOptions>;
  readonly live?: Partial<Live>;
  /** Otherwise that of the component's system. */
  readonly context?: AppContext;
}

/** Every component is at version 1. Of the others, each is made when it is first installed. */
export async function createSite(configuration: object = {}, { isQuick = true } = {}): Promise<Site> {
  const stage = createStage({ alpha: board("alpha"), beta: board("beta"), gamma: board("gamma") }, { isQuick });
  const { folder, environment } = stage.system;
  writeFileSync(join(folder, "conf", "mender-orchestrator.conf"), JSON.stringify(configuration));
  const manifests = new Map<string, Promise<string>>();
  for (const type of TYPES) {
    mkdirSync(join(folder, "etc", type), { recursive: true });
    writeFileSync(join(folder, "etc", type, "data"), "as delivered");
    layTopology(folder, type);
  }
  // One after the other: the stage writes every payload to the same place.
  let making: Promise<unknown> = Promise.resolve();
  const make = (type: Type, version: string): Promise<string> => {
    const made = making.then(async () => {
      await stage.artifact(type, version);
      return stage.manifest(`${type}-${version}`, manifestOf(type, version, folder));
    });
    making = made;
    return made;
  };
  const manifestPathOf = (type: Type, version: string): Promise<string> => {
    const name = `${type}-${version}`;
    const made = manifests.get(name) ?? make(type, version);
    manifests.set(name, made);
    return made;
  };
  const context = (system?: string) =>
    createContext({
      ...{ programName: "orchestrator", programVersion: "0", environment, log: LOG },
      options: system === undefined ? {} : { system },
    });
  return {
    ...{ stage, context, live: liveOf },
    data: (type) => readFileSync(join(folder, "etc", type, "data"), "utf8"),
    write: (type, text) => writeFileSync(join(folder, "etc", type, "data"), text),
    install: async (type, version, given = {}) => {
      const manifestPath = await manifestPathOf(type, version);
      const world = given.context ?? context(SYSTEMS[type]);
      return installSystem(world, { ...STILL, ...given.options, manifestPath }, liveOf(given.live));
    },
  };
}

/** For several at once: whoever calls holds the lock. */
export function underHeldLock(site: Site, type: Type): AppContext {
  return contextOfSystem(site.context(), SYSTEMS[type], { lockIsHeld: true });
}

const nothing = () => undefined;
const LOG = { trace: nothing, debug: nothing, info: nothing, warning: nothing, error: nothing };

function liveOf(given: Partial<Live> = {}): Live {
  return {
    ...{ planned: nothing, started: nothing, observer: { progressed: nothing, recorded: nothing } },
    ...{ cancelSignal: new AbortController().signal, leaveSignal: new AbortController().signal },
    ...given,
  };
}

/** A run that is left as soon as it has begun, as a signal would do. */
export function left(): Partial<Live> {
  const leaving = new AbortController();
  return { leaveSignal: leaving.signal, started: () => leaving.abort() };
}

function board(type: Type) {
  return { ids: [IDS[type]], version: "1" };
}

function layTopology(folder: string, type: Type): void {
  const system = SYSTEMS[type];
  const place = system === "default" ? join(folder, "store") : join(folder, "store", "systems", system, "documents");
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, "topology.yaml"),
    `api_version: mender/v1
kind: topology
system_type: demo
components:
  - component_type: ${type}
    interface_args: [${IDS[type]}]
`,
  );
}

function manifestOf(type: Type, version: string, folder: string): string {
  return `api_version: mender/v1
kind: manifest
name: ${type}-${version}
system_types_compatible: [demo]
component_types:
  ${type}:
    artifact_path: ${type}-${version}.mender
    rollback_point: { files: [${join(folder, "etc", type)}] }
`;
}
