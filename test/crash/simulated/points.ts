// Where a simulated world keeps its rollback points: what boards hold is captured and restored bit by bit, so that an outage may
// come in the middle of either.

import { OrchestratorError } from "../../../src/base/index.js";
import type { PointOwner, RollbackPoints } from "../../../src/engine/ports.js";
import type { Power } from "./power.js";
import { alive, type Behaviour, type Board, type World } from "./world.js";

/** What was captured of a board. */
export interface Captured {
  readonly version: Board["version"];
  readonly data: Board["data"];
}

/** A capture of the time before, by the deployment that a way back names. */
export const EARLIER_DEPLOYMENT = "0";

export function pointsOf(world: World, power: Power, behaviour: Behaviour): RollbackPoints {
  const call = async (id: string, what: "capture" | "restore", work: { begin?(): void; end(): void }) => {
    await alive(power, "beforeCall");
    work.begin?.();
    await alive(power, "inCall");
    if (behaviour.failing === `${id} ${what}`) throw refused(what);
    work.end();
    await alive(power, "afterCall");
  };
  return {
    capture: async (owner) => {
      const { id, board } = boardOf(world, owner.component);
      const point = pointOf(pointIdOf(owner));
      // Complete in one moment: until then there is none.
      const complete = () => world.points.set(point.pointId, { version: board.version, data: board.data });
      await call(id, "capture", { end: complete });
      return point;
    },
    find: async (owner) => {
      const pointId = pointIdOf(owner);
      return world.points.has(pointId) ? pointOf(pointId) : undefined;
    },
    restore: async (pointId) => {
      const { id, board } = boardOf(world, pointId.slice(pointId.indexOf(" ") + 1));
      const captured = world.points.get(pointId);
      if (captured === undefined) throw refused("restore");
      if (behaviour.restoreLies) return { durationMilliseconds: 1, remains: [] };
      const begin = () => {
        board.data = "torn";
      };
      const end = () => {
        board.data = captured.data;
        // What an interface without a rollback runs lies in what is captured of its component.
        if (board.isRolledBackByPoint) board.version = captured.version;
      };
      await call(id, "restore", { begin, end });
      return { durationMilliseconds: 1, remains: [] };
    },
    prune: async () => {},
  };
}

export function pointIdOf({ deploymentId, component }: Pick<PointOwner, "deploymentId" | "component">): string {
  return `${deploymentId} ${component}`;
}

function pointOf(pointId: string) {
  return { pointId, sizeBytes: 1, durationMilliseconds: 1, warnings: [] };
}

function boardOf(world: World, component: string) {
  const id = component.slice(component.indexOf(".") + 1);
  const board = world.boards.get(id);
  if (board === undefined) throw new Error(`no board ${id}`);
  return { id, board };
}

function refused(what: "capture" | "restore"): OrchestratorError {
  const code = what === "capture" ? "BACKUP_FAILED" : "BACKUP_RESTORE_FAILED";
  return new OrchestratorError({ code, message: `the ${what} failed`, hint: "Try again." });
}
