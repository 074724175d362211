// A system in memory: a disk that keeps only what was synced when the power goes, and components that really change, the
// moment their state runs, whatever the journal says of it afterwards.

import type { Host, Interfaces, Journal } from "../../../src/engine/ports.js";
import type {
  CallFailed,
  CallOutcome,
  CallSucceeded,
  MachineQuery,
  PlannedComponent,
  StampedRecord,
  State,
} from "../../../src/model/index.js";
import { type Power, PowerCut } from "./power.js";

export interface Board {
  /** `torn`: its installation was begun and not ended. */
  version: "old" | "torn" | "new";
  /** What ArtifactInstall found, until Cleanup. */
  before: "old" | undefined;
  /** An interrupted installation is never simply run again, so this stays at one. */
  installations: number;
}

export interface World {
  readonly boards: ReadonlyMap<string, Board>;
  /** What the system's cache holds; lost with the power, but for what is durable. */
  records: StampedRecord[];
  durable: number;
  boots: number;
}

export interface Behaviour {
  /** `id state`, which always fails after having done its work. */
  readonly failing: string | undefined;
  readonly rebootNeed: "No" | "Yes" | "Automatic";
  /** A disk that forgets to write: the planted fault. */
  readonly syncLies: boolean;
}

export function createWorld(ids: readonly string[]): World {
  const boards = new Map(
    ids.map((id): [string, Board] => [id, { version: "old", before: undefined, installations: 0 }]),
  );
  return { boards, records: [], durable: 0, boots: 1 };
}

/** After a power cut only what was synced is there; after a kill everything that was written is. */
export function restart(world: World, end: "powerCut" | "kill"): void {
  if (end === "kill") return;
  world.records = world.records.slice(0, world.durable);
  world.boots += 1;
}

export function journalOf(world: World, power: Power, { syncLies }: Behaviour): Journal {
  return {
    get records() {
      return world.records;
    },
    isOnReserve: false,
    append: (record) => {
      power.moment("beforeWrite");
      const stamped = { sequence: world.records.length + 1, at: 0, record };
      world.records = [...world.records, stamped];
      power.moment("afterWrite");
      return stamped;
    },
    sync: async () => {
      const written = world.records.length;
      await alive(power, "beforeSync");
      if (!syncLies) world.durable = Math.max(world.durable, written);
      await alive(power, "afterSync");
    },
  };
}

export function hostOf(world: World, power: Power): Host {
  return {
    pid: 1,
    bootId: `boot-${world.boots}`,
    reboot: async () => {
      await alive(power, "beforeCall");
      await alive(power, "inCall");
      await alive(power, "afterCall");
    },
  };
}

export function interfacesOf(world: World, power: Power, behaviour: Behaviour): Interfaces {
  const call = async (component: PlannedComponent, what: State | MachineQuery, spawned: () => void) => {
    const board = world.boards.get(component.id);
    await alive(power, "beforeCall");
    spawned();
    if (board !== undefined) begin(board, what);
    await alive(power, "inCall");
    if (board !== undefined) end(board, what);
    await alive(power, "afterCall");
    return behaviour.failing === `${component.id} ${what}` ? FAILED : SUCCEEDED;
  };
  const spawn = (onSpawned: (process: { pid: number; startTicks: string }) => void) => () =>
    onSpawned({ pid: 1000, startTicks: "1" });
  return {
    callState: ({ component, state, onSpawned }): Promise<CallOutcome> => call(component, state, spawn(onSpawned)),
    askNeedsReboot: async ({ component, onSpawned }) => {
      const outcome = await call(component, "NeedsArtifactReboot", spawn(onSpawned));
      return outcome.ok ? { ...outcome, answer: behaviour.rebootNeed } : outcome;
    },
    askSupportsRollback: async ({ component, onSpawned }) => {
      const outcome = await call(component, "SupportsRollback", spawn(onSpawned));
      return outcome.ok ? { ...outcome, answer: true } : outcome;
    },
    askProvides: () => Promise.reject(new Error("a plan without constraints asks nobody for versions")),
    removeWorkDir: () => (power.isOut ? forever() : Promise.resolve()),
    endSurvivors: () => (power.isOut ? forever() : Promise.resolve()),
  };
}

function begin(board: Board, what: State | MachineQuery): void {
  if (what !== "ArtifactInstall") return;
  board.before ??= "old";
  board.version = "torn";
  board.installations += 1;
}

function end(board: Board, what: State | MachineQuery): void {
  if (what === "ArtifactInstall") board.version = "new";
  if (what === "ArtifactRollback") board.version = board.before ?? board.version;
  if (what === "Cleanup") board.before = undefined;
}

/** Whoever waits when the power goes waits for ever. */
export async function alive(power: Power, what: Parameters<Power["moment"]>[0]): Promise<void> {
  if (power.isOut) await forever();
  try {
    power.moment(what);
  } catch (thrown) {
    if (!(thrown instanceof PowerCut)) throw thrown;
    await forever();
  }
}

function forever(): Promise<never> {
  return new Promise(() => {});
}

const SUCCEEDED: CallSucceeded = { ok: true, durationMilliseconds: 1 };
const FAILED: CallFailed = {
  ok: false,
  reason: "exit",
  message: "exit 1",
  exitCode: 1,
  outputTail: [],
  durationMilliseconds: 1,
};
