// A world for the engine without processes or disks: it fakes the ports and nothing else. Every call is noted in order, and a
// script says which calls fail.

import { OrchestratorError } from "../../src/base/index.js";
import type { Deployment, RunPorts, RunRequest } from "../../src/engine/index.js";
import type { Host, Interfaces, Journal, QueryCall, RollbackPoints, StateCall } from "../../src/engine/ports.js";
import type {
  CallFailed,
  CallOutcome,
  JournalRecord,
  PlannedComponent,
  Provides,
  QueryOutcome,
  RebootNeed,
  StampedRecord,
} from "../../src/model/index.js";

export interface FakeComponent {
  readonly name: string;
  readonly reboot?: RebootNeed;
  readonly supportsRollback?: boolean;
  /** Declares a rollback point. */
  readonly point?: boolean;
  /** A deployment whose capture is brought back after its ArtifactInstall. */
  readonly restores?: string;
  /** States and queries, and `capture` and `restore`, that fail, and how often; `Infinity` for always. */
  readonly fails?: Readonly<Record<string, number>>;
}

export interface FakeWorld {
  /** `name state`, in the order of the calls; host reboots as `host reboot`. */
  readonly calls: string[];
  readonly deployment: Deployment;
  readonly ports: RunPorts;
  request(options?: Partial<RunRequest>): RunRequest;
}

const FAILED: CallFailed = {
  ok: false,
  reason: "exit",
  message: "exited with 1",
  exitCode: 1,
  outputTail: [],
  durationMilliseconds: 1,
};

export function fakeWorld(groups: readonly (readonly FakeComponent[])[], hooks: Hooks = {}): FakeWorld {
  const calls: string[] = [];
  const failures = new Map<string, number>();
  const components = new Map(groups.flat().map((component) => [component.name, component]));

  const settle = async (name: string, call: string): Promise<CallOutcome> => {
    calls.push(`${name} ${call}`);
    await hooks.onCall?.(`${name} ${call}`);
    const used = failures.get(`${name} ${call}`) ?? 0;
    failures.set(`${name} ${call}`, used + 1);
    const allowed = components.get(name)?.fails?.[call] ?? 0;
    return used < allowed ? FAILED : { ok: true, durationMilliseconds: 1 };
  };
  const ask = async <Answer>(name: string, query: string, answer: Answer): Promise<QueryOutcome<Answer>> => {
    const outcome = await settle(name, query);
    return outcome.ok ? { ...outcome, answer } : outcome;
  };
  const interfaces: Interfaces = {
    callState: ({ component, state }: StateCall) => settle(component.id, state),
    askNeedsReboot: ({ component }: QueryCall) =>
      ask(component.id, "NeedsArtifactReboot", components.get(component.id)?.reboot ?? "No"),
    askSupportsRollback: ({ component }: QueryCall) =>
      ask(component.id, "SupportsRollback", components.get(component.id)?.supportsRollback ?? true),
    askProvides: ({ component }) => ask(component.id, "Provides", hooks.provides?.(component.id) ?? {}),
    removeWorkDir: async () => {},
    endSurvivors: async () => {},
  };
  const host: Host = {
    bootId: "boot",
    pid: 1,
    reboot: async () => {
      calls.push("host reboot");
      if (hooks.rebootFails === true) throw new Error("no reboot here");
    },
  };
  return {
    calls,
    deployment: { id: "1", plan: { manifestName: "m", groups: groups.map(planGroup), skipped: [] }, journal: memory() },
    ports: {
      ...{ interfaces, host, observer: { recorded: () => {}, progressed: () => {} } },
      rollback: { points: fakePoints(settle), system: "s", monotonic: () => 0 },
    },
    request: (options = {}) => ({
      verb: "install",
      stopBefore: [],
      exitOnReboot: false,
      programVersion: "0",
      cancelSignal: new AbortController().signal,
      leaveSignal: new AbortController().signal,
      ...options,
    }),
  };
}

export interface Hooks {
  readonly onCall?: (call: string) => void | Promise<void>;
  readonly rebootFails?: boolean;
  /** What a component says of itself now. */
  readonly provides?: (name: string) => Provides;
}

/** A point is called by what it is of: `DEPLOYMENT-NAME`. One of deployment `0` is gone. */
function fakePoints(settle: (name: string, call: string) => Promise<CallOutcome>): RollbackPoints {
  const orThrow = async (name: string, call: "capture" | "restore") => {
    const outcome = await settle(name, call);
    if (outcome.ok) return { durationMilliseconds: 1, remains: [] };
    const code = call === "capture" ? "BACKUP_SOURCE_UNUSABLE" : "BACKUP_RESTORE_FAILED";
    throw new OrchestratorError({ code, message: `${name} is half done`, hint: "Mend it." });
  };
  const point = (pointId: string) => ({ pointId, sizeBytes: 10, durationMilliseconds: 1, warnings: [] });
  return {
    capture: async ({ deploymentId, component }, _, signal) => {
      await orThrow(component, "capture");
      signal.throwIfAborted();
      return point(`${deploymentId}-${component}`);
    },
    find: async ({ deploymentId, component }) =>
      deploymentId === "0" ? undefined : point(`${deploymentId}-${component}`),
    restore: async (pointId) => await orThrow(pointId.slice(pointId.indexOf("-") + 1), "restore"),
    prune: async () => {},
  };
}

function planGroup(group: readonly FakeComponent[], index: number) {
  return { order: index + 1, components: group.map(planComponent) };
}

function planComponent({ name, point, restores }: FakeComponent): PlannedComponent {
  return {
    key: name,
    type: "t",
    id: name,
    interfaceName: "t",
    interfaceArgs: [],
    dialect: "2024",
    artifact: { path: "/a", name: "a", manifestDigest: "" },
    provides: {},
    target: {},
    ...(point === true && { rollbackPoint: { files: ["/etc/app"], services: [], databases: [] } }),
    ...(restores !== undefined && { restores: { deploymentId: restores } }),
  };
}

function memory(): Journal {
  const records: StampedRecord[] = [];
  return {
    records,
    isOnReserve: false,
    append: (record: JournalRecord) => {
      const stamped = { sequence: records.length + 1, at: 0, record };
      records.push(stamped);
      return stamped;
    },
    sync: async () => {},
  };
}
