// Runs of one deployment in the simulated world, each until it ends or until the power goes.

import { driveDeployment } from "../../../src/engine/index.js";
import type { Plan, PlannedComponent, RunVerb, Verdict } from "../../../src/model/index.js";
import { plannedComponent } from "../../chains/simulated/plan.js";
import { EARLIER_DEPLOYMENT, pointsOf } from "./points.js";
import { createPower, type Power } from "./power.js";
import {
  type Behaviour,
  type Board,
  createWorld,
  DEPLOYMENT,
  hostOf,
  interfacesOf,
  journalOf,
  restart,
  type World,
} from "./world.js";

/** The demo's shape: a gateway, then two boards. */
const GROUPS = [["G"], ["R", "S"]];

function planOf(behaviour: Behaviour): Plan {
  const components = (ids: readonly string[]) => ids.map((id) => withPoint(plannedComponent(id), behaviour));
  return {
    manifestName: "simulated",
    skipped: [],
    groups: GROUPS.map((ids, index) => ({ order: index + 1, components: components(ids) })),
  };
}

function withPoint(component: PlannedComponent, { points, restores }: Behaviour): PlannedComponent {
  if (points?.[component.id] === undefined) return component;
  return {
    ...component,
    rollbackPoint: { files: ["/etc/app"], services: [], databases: [] },
    ...(restores === true && { restores: { deploymentId: EARLIER_DEPLOYMENT } }),
  };
}

export interface Outage {
  /** The number of the moment in the run, from 1; undefined: none. */
  readonly at: number | undefined;
  readonly end: "powerCut" | "kill";
}

export interface Deployed {
  readonly world: World;
  readonly verdict: Verdict | undefined;
  /** Moments of each run. */
  readonly runs: readonly Power["counts"][];
}

export const NO_OUTAGE: Outage = { at: undefined, end: "kill" };
/** Host reboots, and a resume after each, and some to spare. */
const RUNS_AT_MOST = 20;

/** Installs, then resumes until the deployment has ended; each run with its outage, if it has one. */
export async function deploy(behaviour: Behaviour, outages: readonly Outage[]): Promise<Deployed> {
  const world = createWorld(GROUPS.flat(), behaviour);
  const runs: Power["counts"][] = [];
  for (let run = 0; run < RUNS_AT_MOST && verdictOf(world) === undefined; run += 1) {
    const outage = outages[run] ?? NO_OUTAGE;
    const power = createPower(outage.at);
    await runOnce(world, power, behaviour, run === 0 ? "install" : "resume");
    runs.push(power.counts);
    if (power.isOut) restart(world, outage.end);
  }
  return { world, verdict: verdictOf(world), runs };
}

async function runOnce(world: World, power: Power, behaviour: Behaviour, verb: RunVerb): Promise<void> {
  const never = new AbortController().signal;
  const run = driveDeployment(
    { id: DEPLOYMENT, plan: planOf(behaviour), journal: journalOf(world, power, behaviour) },
    {
      verb,
      stopBefore: [],
      exitOnReboot: false,
      programVersion: "0",
      cancelSignal: never,
      leaveSignal: never,
    },
    {
      interfaces: interfacesOf(world, power, behaviour),
      host: hostOf(world, power),
      observer: { recorded: () => {}, progressed: () => {} },
      rollback: { points: pointsOf(world, power, behaviour), system: "simulated", monotonic: () => 0 },
    },
  );
  const ended = run.then(
    () => {},
    (thrown: unknown) => {
      if (!power.isOut) throw thrown;
    },
  );
  await Promise.race([ended, power.out]);
}

function endOf(world: World) {
  const ended = world.records.findLast(({ record }) => record.type === "deploymentEnded")?.record;
  return ended?.type === "deploymentEnded" ? ended : undefined;
}

function verdictOf(world: World): Verdict | undefined {
  return endOf(world)?.verdict;
}

/** What is wrong with how it ended, or undefined: all new and said so, or all old and said so, or the others named. */
export function faultOf({ world, verdict }: Deployed, { restores, points = {} }: Partial<Behaviour> = {}) {
  const boards = [...world.boards];
  const twice = boards.filter(([, { installations }]) => installations > 1).map(([id]) => id);
  if (twice.length > 0) return `ArtifactInstall was begun twice on ${twice.join(", ")}`;
  const inVain = boards.filter(([, { undoneInVain }]) => undoneInVain).map(([id]) => id);
  if (inVain.length > 0) return `ArtifactRollback was called of ${inVain.join(", ")}, where nothing had been begun`;
  const newData = (id: string) => (restores === true && points[id] !== undefined ? "earlier" : "new");
  const isNew = ([id, { version, data }]: [string, Board]) => version === "new" && data === newData(id);
  const notOld = boards.filter(([, { version, data }]) => version !== "old" || data !== "old").map(([id]) => id);
  if (verdict === "succeeded" && boards.every(isNew)) return undefined;
  if (verdict === "rolledBack" && notOld.length === 0) return undefined;
  if (verdict === "inconsistent" && isNamed(world, notOld)) return undefined;
  const found = boards.map(([id, { version, data }]) => `${id} ${version} with ${data} data`).join(", ");
  return `the journal says ${verdict ?? "nothing"}, and there are: ${found}`;
}

/** Whoever is not as before, and nobody in vain. */
function isNamed(world: World, notOld: readonly string[]): boolean {
  const named = Object.keys(endOf(world)?.inconsistent ?? {});
  return named.length > 0 && notOld.every((id) => named.includes(`part.${id}`));
}
