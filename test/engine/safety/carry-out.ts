// Carries a small system's plan out through the engine's driver, with a kill where one is wanted, and resumes until it ends.

import { driveDeployment } from "../../../src/engine/index.js";
import type {
  ComponentVersions,
  JournalRecord,
  Plan,
  PlannedComponent,
  RunVerb,
  Verdict,
} from "../../../src/model/index.js";
import { createPower, momentsOf, type Power } from "../../crash/simulated/power.js";
import { createWorld, journalOf, restart, type World } from "../../crash/simulated/world.js";
import { createFakeSystem, type Drift, type FakeSystem } from "./fake-system.js";
import { constraintsOf, identityOf, type Part, type SmallSystem, textOf } from "./small-system.js";

export interface Scenario {
  /** Entries of FakeSystem.calls. */
  readonly failing: readonly string[];
  readonly drift?: Drift;
  /** The moment of the first run at which the power goes. */
  readonly outage?: number;
}

export interface CarriedOut {
  readonly fake: FakeSystem;
  readonly verdict: Verdict | undefined;
  readonly records: readonly JournalRecord[];
  /** Of the first run. */
  readonly moments: number;
}

const RUNS_AT_MOST = 30;
const NOT_SYNC_LYING = { failing: undefined, rebootNeed: "No", syncLies: false } as const;

export async function carryOut(system: SmallSystem, { failing, drift, outage }: Scenario): Promise<CarriedOut> {
  const fake = createFakeSystem(system, new Set(failing), drift);
  const plan = planOf(system);
  const world = createWorld([]);
  let moments = 0;
  for (let run = 0; run < RUNS_AT_MOST && verdictOf(world) === undefined; run += 1) {
    const power = createPower(run === 0 ? outage : undefined);
    await runOnce({ plan, world, power, fake, verb: run === 0 ? "install" : "resume" });
    if (run === 0) moments = momentsOf(power.counts);
    if (power.isOut) restart(world, "powerCut");
  }
  return { fake, verdict: verdictOf(world), records: world.records.map(({ record }) => record), moments };
}

interface Run {
  readonly plan: Plan;
  readonly world: World;
  readonly power: Power;
  readonly fake: FakeSystem;
  readonly verb: RunVerb;
}

async function runOnce({ plan, world, power, fake, verb }: Run): Promise<void> {
  const never = new AbortController().signal;
  const signals = { cancelSignal: never, leaveSignal: never };
  const run = driveDeployment(
    { id: "1", plan, journal: journalOf(world, power, NOT_SYNC_LYING) },
    { verb, stopBefore: [], exitOnReboot: false, programVersion: "0", ...signals },
    {
      interfaces: fake.interfaces(power),
      host: { pid: 1, bootId: `boot-${world.boots}`, reboot: () => fake.reboot(power) },
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

export function planOf({ parts, rules, batches, maxParallel, noReturn }: SmallSystem): Plan {
  const components = new Map(parts.map((part) => [part.id, plannedComponent(part)]));
  const planned = new Set(batches.flat());
  const left = parts.filter(({ id }) => !planned.has(id)).map(plannedComponent);
  const limits =
    maxParallel === undefined ? undefined : Object.fromEntries(parts.map(({ type }) => [type, maxParallel]));
  return {
    manifestName: "small",
    groups: batches.map((ids, index) => ({
      order: index + 1,
      components: ids.flatMap((id) => components.get(id) ?? []),
      ...(limits && { maxParallel: limits }),
    })),
    skipped: left.slice(0, 1).map((component) => ({ ...component, reason: "already-installed" as const })),
    bystanders: left.slice(1),
    safety: {
      constraints: constraintsOf(rules),
      versions: Object.fromEntries(parts.map((part) => [`${part.type}.${part.id}`, versionsOf(part)])),
      pointOfNoReturn: noReturn,
      isNoReturnAccepted: false,
    },
  };
}

function versionsOf({ type, from, to, isReversible }: Part): ComponentVersions {
  return { type, from: identityOf(from), to: identityOf(to), isReversible };
}

function plannedComponent({ id, type, from, to }: Part): PlannedComponent {
  return {
    ...{ type, id, key: `${type}.${id}`, interfaceName: type, interfaceArgs: [], dialect: "2026" },
    artifact: { path: `/artifacts/${id}`, name: textOf(to), manifestDigest: "0".repeat(64) },
    provides: { version: textOf(from) },
    target: { version: textOf(to) },
  };
}
