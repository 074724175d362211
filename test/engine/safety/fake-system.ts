// A small system whose parts really change while the engine works on them, and an onlooker who looks at every moment which
// versions are there. A part shows both of its versions from the start of a call that may change it until it is certain.

import type { Interfaces } from "../../../src/engine/ports.js";
import type {
  CallFailed,
  CallOutcome,
  CallSucceeded,
  MachineQuery,
  QueryOutcome,
  State,
} from "../../../src/model/index.js";
import type { Power } from "../../crash/simulated/power.js";
import { alive } from "../../crash/simulated/world.js";
import { type Part, refusedTuples, type SmallSystem, shownBy, textOf } from "./small-system.js";

/** Somebody else's doing, when the engine asks the system for its versions for the nth time. */
export interface Drift {
  readonly id: string;
  readonly sweep: number;
}

export interface FakeSystem {
  /** `id state`, or `id state number` from the second call of it on; in the order of the calls. */
  readonly calls: string[];
  /** What must never be, in words. */
  readonly faults: string[];
  versionsOf(id: string): readonly number[];
  /** Whether the drift has come. */
  readonly hasDrifted: () => boolean;
  interfaces(power: Power): Interfaces;
  reboot(power: Power): Promise<void>;
}

export const DRIFTED = 3;

interface Board {
  versions: readonly number[];
  isTouched: boolean;
  installed: boolean;
  /** It said that a reboot is needed. */
  needsReboot: boolean;
  /** A rollback is done only after another reboot. */
  hasRebooted: boolean;
  running: string | undefined;
}

/** `failing`: entries of `calls`; one without a number that ends with `*` fails always. */
export function createFakeSystem(system: SmallSystem, failing: ReadonlySet<string>, drift?: Drift): FakeSystem {
  const parts = new Map(system.parts.map((part) => [part.id, part]));
  const boards = new Map(
    system.parts.map(({ id, from }): [string, Board] => [
      id,
      {
        ...{ versions: [from], isTouched: false, installed: false },
        ...{ needsReboot: false, hasRebooted: false, running: undefined },
      },
    ]),
  );
  const calls: string[] = [];
  const counts = new Map<string, number>();
  const faults: string[] = [];
  const shown = () => shownBy(system.parts, ({ id }) => boards.get(id)?.versions ?? []);
  const excused = new Set(refusedTuples(system.rules, shown()));
  let sweep = 0;
  let wasSweeping = false;
  let hasDrifted = false;

  const look = (what: string): void => {
    const entered = [...refusedTuples(system.rules, shown())].filter((tuple) => !excused.has(tuple));
    for (const tuple of entered) faults.push(`${tuple} at ${what}`);
  };

  const driftNow = (query: string): void => {
    const isSweeping = query === "Provides";
    if (isSweeping && !wasSweeping) sweep += 1;
    wasSweeping = isSweeping;
    const board = boards.get(drift?.id ?? "");
    if (!isSweeping || hasDrifted || drift?.sweep !== sweep || board === undefined || board.isTouched) return;
    hasDrifted = true;
    board.versions = [DRIFTED];
    for (const tuple of refusedTuples(system.rules, shown())) excused.add(tuple);
  };

  const count = (name: string): string => {
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    const call = number === 1 ? name : `${name} ${number}`;
    calls.push(call);
    return call;
  };

  const run = async (power: Power, id: string, what: State | MachineQuery): Promise<CallOutcome> => {
    const part = parts.get(id);
    const board = boards.get(id);
    if (part === undefined || board === undefined) throw new Error(`no part ${id}`);
    await alive(power, "beforeCall");
    driftNow(what);
    const name = `${id} ${what}`;
    const call = count(name);
    if (what === "Provides" && board.isTouched)
      faults.push(`${id} was asked for its version, and a state had run for it`);
    if (what !== "Provides") board.isTouched = true;
    begin(board, part, what);
    countRunning(system, parts, boards, faults, { id, what });
    look(`${call}, begun`);
    await alive(power, "inCall");
    const fails = failing.has(call) || failing.has(`${name} *`);
    if (!fails) end(board, part, what);
    board.running = undefined;
    look(`${call}, ended`);
    await alive(power, "afterCall");
    return fails ? FAILED : SUCCEEDED;
  };

  const ask = async <Answer>(
    power: Power,
    id: string,
    query: MachineQuery,
    answer: () => Answer,
  ): Promise<QueryOutcome<Answer>> => {
    const outcome = await run(power, id, query);
    return outcome.ok ? { ...outcome, answer: answer() } : outcome;
  };
  const partOf = (id: string): Part => parts.get(id) ?? (system.parts[0] as Part);

  return {
    calls,
    faults,
    versionsOf: (id) => boards.get(id)?.versions ?? [],
    hasDrifted: () => hasDrifted,
    reboot: async (power) => {
      await alive(power, "beforeCall");
      for (const board of boards.values()) board.hasRebooted ||= board.needsReboot;
      await alive(power, "afterCall");
    },
    interfaces: (power) => {
      // Nothing of an earlier run runs any more.
      for (const board of boards.values()) board.running = undefined;
      return {
        callState: ({ component, state, onSpawned }) => {
          onSpawned({ pid: 1000, startTicks: "1" });
          return run(power, component.id, state);
        },
        askNeedsReboot: ({ component: { id } }) => ask(power, id, "NeedsArtifactReboot", () => partOf(id).reboot),
        askSupportsRollback: ({ component: { id } }) =>
          ask(power, id, "SupportsRollback", () => partOf(id).supportsRollback),
        askProvides: ({ component: { id } }) =>
          ask(power, id, "Provides", () => ({ version: textOf(boards.get(id)?.versions[0] ?? 0) })),
        removeWorkDir: () => (power.isOut ? new Promise(() => {}) : Promise.resolve()),
        endSurvivors: async () => {},
      };
    },
  };
}

const INSTALLING: ReadonlySet<string> = new Set(["ArtifactInstall", "ArtifactReboot", "ArtifactVerifyReboot"]);
const GOING_BACK: ReadonlySet<string> = new Set([
  "ArtifactRollback",
  "ArtifactRollbackReboot",
  "ArtifactVerifyRollbackReboot",
]);

/** The rollback of what was never installed changes nothing. */
function begin(board: Board, { from, to }: Part, what: string): void {
  if (what === "ArtifactInstall") board.installed = true;
  if (INSTALLING.has(what) || (GOING_BACK.has(what) && board.installed)) board.versions = [from, to];
}

function end(board: Board, { from, to, reboot }: Part, what: string): void {
  if (what === "NeedsArtifactReboot") board.needsReboot = reboot !== "No";
  const isInstalled = reboot === "No" ? what === "ArtifactInstall" : what === "ArtifactVerifyReboot";
  if (isInstalled) board.versions = [to];
  const owesReboot = board.needsReboot && (reboot === "Yes" || board.hasRebooted);
  const isBack = owesReboot ? what === "ArtifactVerifyRollbackReboot" : what === "ArtifactRollback";
  if (isBack && board.installed) board.versions = [from];
}

/** Never more calls at once than the group allows. */
function countRunning(
  { maxParallel }: SmallSystem,
  parts: ReadonlyMap<string, Part>,
  boards: ReadonlyMap<string, Board>,
  faults: string[],
  { id, what }: { readonly id: string; readonly what: string },
): void {
  const board = boards.get(id);
  if (board === undefined) return;
  board.running = what;
  const type = parts.get(id)?.type;
  const running = [...boards].filter(([other, each]) => each.running === what && parts.get(other)?.type === type);
  if (maxParallel !== undefined && what !== "Provides" && running.length > maxParallel) {
    faults.push(`${running.length} calls of ${what} at once`);
  }
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
