// Hand-written journals, in the words of the driver: a command, what each component answered, and the event.

import type {
  CallFailureReason,
  CallOutcome,
  ComponentKey,
  DeploymentEvent,
  JournalRecord,
  MachineAnswer,
  MachineQuery,
  Plan,
  PlannedComponent,
  RunVerb,
  StampedRecord,
  State,
  StopPoint,
  Verdict,
} from "../../src/model/index.js";

export const START = Date.UTC(2026, 2, 1, 12, 0, 0);
const CALL_MILLISECONDS = 100;

export const OK: CallOutcome = { ok: true, durationMilliseconds: CALL_MILLISECONDS };

export function failed(message: string, reason: CallFailureReason = "exit", outputTail: readonly string[] = []) {
  const exitCode = reason === "exit" ? { exitCode: 1 } : {};
  return { ok: false, reason, message, ...exitCode, outputTail, durationMilliseconds: CALL_MILLISECONDS } as const;
}

export function planned(type: string, id: string, versions: { from?: string; to: string }): PlannedComponent {
  const key = `${type}.${id}`;
  return {
    ...{ type, id, key, dialect: "2026", interfaceName: type, interfaceArgs: [] },
    artifact: { path: `/bundle/${type}-${versions.to}.mender`, name: `${type}-${versions.to}`, manifestDigest: "00" },
    provides: versions.from === undefined ? {} : { "rootfs-image.version": versions.from },
    target: { "rootfs-image.version": versions.to },
  };
}

export const GATEWAY = "gateway.G13";
export const R456 = "rtos.R456";
export const R998 = "rtos.R998";

/** The demo system: the gateway first, then two boards in parallel. */
export const PLAN: Plan = {
  manifestName: "system-core-v2",
  groups: [
    { order: 10, components: [planned("gateway", "G13", { from: "v1", to: "v2" })] },
    {
      order: 20,
      components: [
        planned("rtos", "R456", { from: "v1", to: "v2" }),
        planned("rtos", "R998", { from: "v1", to: "v2" }),
      ],
    },
  ],
  skipped: [],
};

type Calls = Readonly<Record<ComponentKey, CallOutcome>>;

/** Each step takes a tenth of a second. */
export class JournalBuilder {
  readonly records: StampedRecord[] = [];
  #at = START;

  add(record: JournalRecord): this {
    this.records.push({ sequence: this.records.length + 1, at: this.#at, record });
    return this;
  }

  pass(milliseconds: number): this {
    this.#at += milliseconds;
    return this;
  }

  started(): this {
    const { manifestName } = PLAN;
    return this.add({
      type: "deploymentStarted",
      ...{ id: "20260301T120000-1", manifestName, manifestDigest: "00", planDigest: "00", programVersion: "1.0.0" },
    });
  }

  run(verb: RunVerb, options: { stopBefore?: readonly StopPoint[]; exitOnReboot?: boolean } = {}): this {
    const { stopBefore = [], exitOnReboot = false } = options;
    const process = { programVersion: "1.0.0", bootId: "boot", pid: 4711 };
    return this.add({ type: "runStarted", verb, stopBefore, exitOnReboot, ...process });
  }

  /** A command is given and its processes run; nothing is known of them. */
  begun(state: State, ...components: readonly ComponentKey[]): this {
    this.add({ type: "commandGiven", command: { kind: "call", state, components } });
    for (const component of components) {
      this.add({ type: "callSpawned", component, call: state, pid: 5000, startTicks: "1" });
    }
    return this;
  }

  ended(call: State | MachineQuery, component: ComponentKey, outcome: CallOutcome, answer?: MachineAnswer): this {
    return this.add({ type: "callEnded", component, call, outcome, ...(answer !== undefined && { answer }) });
  }

  /** A whole state: command, processes, outcomes, event. */
  call(state: State, outcomes: Calls): this {
    this.begun(state, ...Object.keys(outcomes)).pass(CALL_MILLISECONDS);
    for (const [key, outcome] of Object.entries(outcomes)) this.ended(state, key, outcome);
    return this.happened({ type: "stateSettled", failed: keysOfFailed(outcomes) });
  }

  /** A state that went well for these. */
  went(state: State, ...components: readonly ComponentKey[]): this {
    return this.call(state, Object.fromEntries(components.map((key) => [key, OK])));
  }

  ask(query: MachineQuery, answers: Readonly<Record<ComponentKey, MachineAnswer>>): this {
    this.add({ type: "commandGiven", command: { kind: "ask", query, components: Object.keys(answers) } });
    for (const [key, answer] of Object.entries(answers)) this.ended(query, key, OK, answer);
    return this.happened({ type: "queriesAnswered", answers, failed: [] });
  }

  happened(event: DeploymentEvent): this {
    return this.add({ type: "eventHappened", event });
  }

  stopped(reason: StopPoint | "hostReboot" | "signal"): this {
    return this.add({ type: "runStopped", reason });
  }

  end(verdict: Verdict, options: { cancelled?: boolean; inconsistent?: Readonly<Record<ComponentKey, string>> } = {}) {
    const { cancelled = false, inconsistent = {} } = options;
    return this.add({ type: "deploymentEnded", verdict, cancelled, inconsistent });
  }

  /** Download to ArtifactInstall of one group, without a reboot. */
  installed(...components: readonly ComponentKey[]): this {
    const no = Object.fromEntries(components.map((key) => [key, "No" as const]));
    return this.went("Download", ...components)
      .went("ArtifactInstall", ...components)
      .ask("NeedsArtifactReboot", no);
  }

  /** The whole way back of one group. */
  rolledBack(...components: readonly ComponentKey[]): this {
    const yes = Object.fromEntries(components.map((key) => [key, true]));
    return this.ask("SupportsRollback", yes)
      .went("ArtifactRollback", ...components)
      .went("ArtifactFailure", ...components);
  }
}

function keysOfFailed(outcomes: Calls): readonly ComponentKey[] {
  return Object.entries(outcomes).flatMap(([key, { ok }]) => (ok ? [] : [key]));
}

/** A deployment that has begun. */
export function journal(): JournalBuilder {
  return new JournalBuilder().started().run("install");
}

/** What a component goes through that is committed and then rolled back: call, status, answer. */
export const CALLS_OF_ALL = [
  ["Download", "succeeded", undefined],
  ["ArtifactInstall", "succeeded", undefined],
  ["NeedsArtifactReboot", "succeeded", "No"],
  ["ArtifactCommit", "succeeded", undefined],
  ["SupportsRollback", "succeeded", true],
  ["ArtifactRollback", "succeeded", undefined],
  ["ArtifactFailure", "succeeded", undefined],
  ["Cleanup", "succeeded", undefined],
] as const;
