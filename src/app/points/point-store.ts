// The rollback points of this system as the engine gets them: known by a name of their own, since several systems of one
// machine may share a folder of backups, and each capture and restore with a time limit, since everything that waits has an end.

import { OrchestratorError } from "../../base/index.js";
import type { PointStore } from "../../engine/index.js";
import type { RollbackPoints } from "../../engine/ports.js";
import type { AppContext } from "../context.js";
import { systemKeyOf } from "./system-key.js";

type Context = Pick<AppContext, "wire" | "clock"> & {
  readonly config: Pick<AppContext["config"], "interfaceTimeoutSeconds">;
  readonly directories: Pick<AppContext["directories"], "datastore">;
};

export function pointStoreOf(context: Context): PointStore {
  const { wire, clock, config } = context;
  return {
    points: withDeadline(wire.rollbackPoints, config.interfaceTimeoutSeconds),
    system: systemKeyOf(context),
    monotonic: () => clock.monotonic(),
  };
}

/** The limit for a call of an interface: both are work on one component. */
export function withDeadline(points: RollbackPoints, timeoutSeconds: number): RollbackPoints {
  const limited = async <Result>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>) => {
    const deadline = AbortSignal.timeout(timeoutSeconds * 1000);
    try {
      return await work(AbortSignal.any([signal, deadline]));
    } catch (thrown) {
      if (!deadline.aborted || signal.aborted) throw thrown;
      throw tooSlow(timeoutSeconds, thrown);
    }
  };
  return {
    ...points,
    capture: async (owner, declared, signal) =>
      await limited(signal, async (ending) => await points.capture(owner, declared, ending)),
    restore: async (pointId, signal) => await limited(signal, async (ending) => await points.restore(pointId, ending)),
  };
}

/** What else is known of it says in which state everything is. */
function tooSlow(seconds: number, thrown: unknown): OrchestratorError {
  const known = thrown instanceof OrchestratorError ? thrown : undefined;
  const code = known?.code === "BACKUP_RESTORE_FAILED" ? known.code : "BACKUP_FAILED";
  const limit = `it was not done after ${seconds} s (InterfaceTimeoutSeconds)`;
  return new OrchestratorError({
    code,
    message: known === undefined ? limit : `${limit}: ${known.message}`,
    hint: known?.hint ?? "See what it waits for, or allow it more time.",
    cause: thrown,
  });
}
