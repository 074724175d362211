// Runs of one deployment in the simulated world, each until it ends or until the power goes.

import { driveDeployment } from "../../../src/engine/index.js";
import type { Plan, RunVerb, Verdict } from "../../../src/model/index.js";
import { plannedComponent } from "../../chains/simulated/plan.js";
import { createPower, type Power } from "./power.js";
import { type Behaviour, createWorld, hostOf, interfacesOf, journalOf, restart, type World } from "./world.js";

/** The demo's shape: a gateway, then two boards. */
const GROUPS = [["G"], ["R", "S"]];

const PLAN: Plan = {
  manifestName: "simulated",
  skipped: [],
  groups: GROUPS.map((ids, index) => ({ order: index + 1, components: ids.map(plannedComponent) })),
};

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
  const world = createWorld(GROUPS.flat());
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
    { id: "1", plan: PLAN, journal: journalOf(world, power, behaviour) },
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

function verdictOf(world: World): Verdict | undefined {
  const ended = world.records.findLast(({ record }) => record.type === "deploymentEnded")?.record;
  return ended?.type === "deploymentEnded" ? ended.verdict : undefined;
}

/** What is wrong with how it ended, or undefined: all new and said so, or all old and said so. */
export function faultOf({ world, verdict }: Deployed): string | undefined {
  const twice = [...world.boards].filter(([, { installations }]) => installations > 1).map(([id]) => id);
  if (twice.length > 0) return `ArtifactInstall was begun twice on ${twice.join(", ")}`;
  const versions = new Set([...world.boards.values()].map(({ version }) => version));
  if (verdict === "succeeded" && versions.size === 1 && versions.has("new")) return undefined;
  if (verdict === "rolledBack" && versions.size === 1 && versions.has("old")) return undefined;
  const boards = [...world.boards].map(([id, { version }]) => `${id} ${version}`).join(", ");
  return `the journal says ${verdict ?? "nothing"}, and there are: ${boards}`;
}
