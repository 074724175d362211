// How many calls of one command run at once. Components of one type take turns where the group limits their type; a call that
// need not wait is not even delayed.

import type { ComponentKey } from "../model/index.js";
import type { CallCommand } from "./call-command.js";
import type { Roster } from "./roster.js";

/** Nobody limits the question for a version, which the whole system is asked: enough to hide the latency of slow boards. */
const QUESTIONS_AT_ONCE = 32;

export interface Turns {
  /** Whether the component is one of more than may be called at once. */
  isLimited(key: ComponentKey): boolean;
  /** Runs the action when it is the component's turn. */
  take<Result>(key: ComponentKey, action: () => Promise<Result>): Promise<Result>;
}

interface Lane {
  readonly limit: number;
  members: number;
  running: number;
  readonly waiting: (() => void)[];
  /** Those before it have had their turn. */
  head: number;
}

export function createTurns(command: CallCommand, roster: Roster): Turns {
  const lanes = new Map<string, Lane>();
  const laneOf = new Map<ComponentKey, Lane>();
  for (const key of command.components) {
    const lane = laneFor(command, key, roster);
    if (lane === undefined) continue;
    const known = lanes.get(lane.name) ?? { limit: lane.limit, members: 0, running: 0, waiting: [], head: 0 };
    known.members += 1;
    lanes.set(lane.name, known);
    laneOf.set(key, known);
  }
  const limiting = (key: ComponentKey): Lane | undefined => {
    const lane = laneOf.get(key);
    return lane === undefined || lane.members <= lane.limit ? undefined : lane;
  };
  return {
    isLimited: (key) => limiting(key) !== undefined,
    take: (key, action) => {
      const lane = limiting(key);
      return lane === undefined ? action() : inLane(lane, action);
    },
  };
}

/** A command is for components of one group, except for the question for versions. */
function laneFor(command: CallCommand, key: ComponentKey, roster: Roster) {
  const limit = roster.limit(key);
  if (limit !== undefined) return { name: `type ${roster.planned(key).type} ${limit}`, limit };
  const isForAll = command.kind === "ask" && command.query === "Provides";
  return isForAll ? { name: "everybody else", limit: QUESTIONS_AT_ONCE } : undefined;
}

async function inLane<Result>(lane: Lane, action: () => Promise<Result>): Promise<Result> {
  if (lane.running < lane.limit) lane.running += 1;
  else await new Promise<void>((resolve) => lane.waiting.push(resolve));
  try {
    return await action();
  } finally {
    const next = lane.waiting[lane.head];
    lane.head += 1;
    if (next === undefined) lane.running -= 1;
    else next();
  }
}
