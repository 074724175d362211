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
import { type Captured, EARLIER_DEPLOYMENT, pointIdOf } from "./points.js";
import { type Power, PowerCut } from "./power.js";

export interface Board {
  /** `torn`: its installation was begun and not ended. */
  version: "old" | "torn" | "new";
  /** What the software works with; an installation changes it. `earlier`: what an earlier deployment had captured. */
  data: "old" | "torn" | "new" | "earlier";
  /** Its interface has no rollback of its own. */
  isRolledBackByPoint: boolean;
  /** What ArtifactInstall found, until Cleanup. */
  before: "old" | undefined;
  /** An interrupted installation is never simply run again, so this stays at one. */
  installations: number;
  /** Its interface was told to undo what cannot have begun: nothing was captured. */
  undoneInVain: boolean;
}

export interface World {
  readonly boards: ReadonlyMap<string, Board>;
  /** What the system's cache holds; lost with the power, but for what is durable. */
  records: StampedRecord[];
  durable: number;
  boots: number;
  /** Complete ones, by their id. */
  readonly points: Map<string, Captured>;
}

export interface Behaviour {
  /** `id state`, which always fails after having done its work. */
  readonly failing: string | undefined;
  readonly rebootNeed: "No" | "Yes" | "Automatic";
  /** A disk that forgets to write: the planted fault. */
  readonly syncLies: boolean;
  /** Boards that have a rollback point, and an interface with a rollback of its own or without. */
  readonly points?: Readonly<Record<string, "withOwn" | "alone">>;
  /** A way back: after its ArtifactInstall every board with a point gets the data of an earlier deployment. */
  readonly restores?: boolean;
  /** A store that says that it has restored and has not: another planted fault. */
  readonly restoreLies?: boolean;
}

/** The one that a world sees. */
export const DEPLOYMENT = "1";

export function createWorld(ids: readonly string[], { points = {} }: Pick<Behaviour, "points"> = {}): World {
  const boards = new Map(ids.map((id): [string, Board] => [id, newBoard(points[id] === "alone")]));
  const earlier = Object.keys(points).map((id): [string, Captured] => [
    pointIdOf({ deploymentId: EARLIER_DEPLOYMENT, component: `part.${id}` }),
    // The version that was installed then is the one that the way back leads to.
    { version: "new", data: "earlier" },
  ]);
  return { boards, records: [], durable: 0, boots: 1, points: new Map(earlier) };
}

function newBoard(isRolledBackByPoint: boolean): Board {
  return {
    ...{ version: "old", data: "old", before: undefined },
    ...{ installations: 0, isRolledBackByPoint, undoneInVain: false },
  };
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
  const hasPoint = (id: string) => behaviour.points?.[id] !== undefined;
  const isUncaptured = (id: string) =>
    hasPoint(id) && !world.points.has(pointIdOf({ deploymentId: DEPLOYMENT, component: `part.${id}` }));
  const call = async (component: PlannedComponent, what: State | MachineQuery, spawned: () => void) => {
    const board = world.boards.get(component.id);
    await alive(power, "beforeCall");
    spawned();
    if (board !== undefined) begin(board, what);
    await alive(power, "inCall");
    if (board !== undefined) end(board, what, hasPoint(component.id));
    if (board !== undefined && what === "ArtifactRollback") board.undoneInVain ||= isUncaptured(component.id);
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
      return outcome.ok ? { ...outcome, answer: behaviour.points?.[component.id] !== "alone" } : outcome;
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
  board.data = "torn";
  board.installations += 1;
}

/** An interface whose component has a rollback point leaves the data to it. */
function end(board: Board, what: State | MachineQuery, hasPoint: boolean): void {
  if (what === "ArtifactInstall") {
    board.version = "new";
    board.data = "new";
  }
  if (what === "ArtifactRollback") {
    board.version = board.before ?? board.version;
    if (!hasPoint) board.data = "old";
  }
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
