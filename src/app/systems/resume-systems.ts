// `resume` of everything: each system that has something in progress is brought on, one after the other under one lock, the default one
// first. What becomes of one keeps no other from its turn, except a reboot of the host and a signal: then the rest waits.

import { OrchestratorError } from "../../base/index.js";
import type { AppContext } from "../context.js";
import { nothingInProgress, type ResumeOptions, resumeDeployment } from "../continue-deployment.js";
import type { Live, RunResult } from "../run-deployment.js";
import { contextOfSystem } from "../system-of.js";
import { underLock } from "../under-lock.js";
import { unfinishedOf } from "./unfinished.js";

/** `waiting`: its turn did not come, and a later `resume` finds it as it is. */
export type ResumedSystem =
  | { readonly kind: "ran"; readonly system: string; readonly result: RunResult }
  | { readonly kind: "refused"; readonly system: string; readonly error: OrchestratorError }
  | { readonly kind: "waiting"; readonly system: string };

/** At least one. Throws NOTHING_IN_PROGRESS, DATASTORE_…. */
export async function resumeSystems(
  context: AppContext,
  options: ResumeOptions,
  live: Live,
): Promise<readonly ResumedSystem[]> {
  return await underLock(context, async () => {
    const systems = context.wire.datastore.systems().filter((system) => needsResume(context, system));
    if (systems.length === 0) throw nothingInProgress("resume");
    const resumed: ResumedSystem[] = [];
    for (const system of systems) {
      const mustWait = live.cancelSignal.aborted || live.leaveSignal.aborted || resumed.some(isRebooting);
      resumed.push(mustWait ? { kind: "waiting", system } : await resumeOne(context, { system, options, live }));
    }
    return resumed;
  });
}

/** One that cannot be read is tried, since that says what is wrong with it. */
function needsResume({ wire }: AppContext, system: string): boolean {
  try {
    return unfinishedOf(wire.datastore.ofSystem(system).deployments) !== undefined;
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return true;
    throw thrown;
  }
}

interface One {
  readonly system: string;
  readonly options: ResumeOptions;
  readonly live: Live;
}

async function resumeOne(context: AppContext, { system, options, live }: One): Promise<ResumedSystem> {
  const world = contextOfSystem(context, system, { lockIsHeld: true });
  try {
    return { kind: "ran", system, result: await resumeDeployment(world, options, live) };
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return { kind: "refused", system, error: thrown };
    throw thrown;
  }
}

function isRebooting(resumed: ResumedSystem): boolean {
  return resumed.kind === "ran" && resumed.result.outcome === "hostReboot";
}
