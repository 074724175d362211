// Executed, not only planned: random small systems with constraints, every call failing once, calls of the rollback included.
// Whatever happens, no combination is entered that is refused and was not there before; where a rollback fails, the engine
// stops short of one.

import { describe, expect, test } from "vitest";
import { isLongRun } from "../../support/index.js";
import { type CarriedOut, carryOut, type Scenario } from "./carry-out.js";
import { createRandom, type Random } from "./random.js";
import { randomSystem, refusedTuples, type SmallSystem, shownBy } from "./small-system.js";

/** In a long run many scenarios of many systems, else a sample. */
const SIZE = isLongRun
  ? { systems: 60, calls: 12, drifts: 100, crashed: 6, stride: 9 }
  : { systems: 10, calls: 4, drifts: 14, crashed: 4, stride: 29 };
const TIMEOUT = { timeout: 3_600_000 };

const ROLLBACK_CALLS = [
  "SupportsRollback",
  "ArtifactRollback",
  "ArtifactRollbackReboot",
  "ArtifactVerifyRollbackReboot",
];

interface Tally {
  scenarios: number;
  rested: number;
  turnedBack: number;
  readonly verdicts: Record<string, number>;
  readonly faults: string[];
}

describe("small systems with constraints, executed", () => {
  test("every call fails once, and every call of the rollback after it", TIMEOUT, async () => {
    const tally = await executed("failures", SIZE.systems, (system, random) => failuresOf(system, random, SIZE.calls));
    expect(tally.faults).toEqual([]);
    expect(tally.rested, "a rollback that stops is among them").toBeGreaterThan(0);
    expect(tally.verdicts["rolledBack"]).toBeGreaterThan(20);
  });

  test("a component changes under the engine, with and without a failure", TIMEOUT, async () => {
    const tally = await executed("changes", SIZE.systems, driftsOf);
    expect(tally.faults).toEqual([]);
    expect(tally.turnedBack).toBeGreaterThan(20);
    expect(tally.rested).toBeGreaterThan(0);
  });

  test("a power cut at every moment, with a failure", TIMEOUT, async () => {
    const tally = await executed("power cuts", SIZE.crashed, outagesOf);
    expect(tally.faults).toEqual([]);
    expect(tally.scenarios).toBeGreaterThan(30);
  });
});

/** Carries out the scenarios of every system. */
async function executed(
  what: string,
  systems: number,
  scenariosOf: (system: SmallSystem, random: Random) => Promise<readonly Scenario[]>,
): Promise<Tally> {
  const tally: Tally = { scenarios: 0, rested: 0, turnedBack: 0, verdicts: {}, faults: [] };
  for (let seed = 1; seed <= systems; seed += 1) {
    const random = createRandom(seed);
    const system = randomSystem(random);
    for (const scenario of await scenariosOf(system, random)) await judge(tally, seed, system, scenario);
  }
  const { scenarios, rested, turnedBack, verdicts } = tally;
  console.log(
    `${what}: ${scenarios} deployments, ${rested} rested, ${turnedBack} met a change, ${JSON.stringify(verdicts)}`,
  );
  return tally;
}

/** Some calls of a whole deployment fail once; then with each of those, some of its rollback, once and always. */
async function failuresOf(system: SmallSystem, random: Random, count: number): Promise<readonly Scenario[]> {
  const { fake } = await carryOut(system, { failing: [] });
  const scenarios: Scenario[] = [{ failing: [] }];
  for (const call of random.shuffle(fake.calls).slice(0, count)) {
    scenarios.push({ failing: [call] });
    const failed = await carryOut(system, { failing: [call] });
    const back = failed.fake.calls.slice(failed.fake.calls.indexOf(call) + 1).filter(isOfRollback);
    for (const other of random.shuffle(back).slice(0, count)) {
      scenarios.push({ failing: [call, other] }, { failing: [call, `${other.split(" ").slice(0, 2).join(" ")} *`] });
    }
  }
  return scenarios;
}

function isOfRollback(call: string): boolean {
  return ROLLBACK_CALLS.some((state) => call.split(" ")[1] === state);
}

/** Each part changes at each moment at which the engine asks. */
async function driftsOf(system: SmallSystem, random: Random): Promise<readonly Scenario[]> {
  const failures = await failuresOf(system, random, isLongRun ? 6 : 2);
  const drifts = failures.flatMap(({ failing }) =>
    system.parts.flatMap(({ id }) => [1, 2, 3].map((sweep) => ({ failing, drift: { id, sweep } }))),
  );
  return random.shuffle(drifts).slice(0, SIZE.drifts);
}

async function outagesOf(system: SmallSystem, random: Random): Promise<readonly Scenario[]> {
  const found: Scenario[] = [];
  for (const scenario of await failuresOf(system, random, isLongRun ? 3 : 1)) {
    const { moments } = await carryOut(system, scenario);
    for (let outage = 1 + (found.length % SIZE.stride); outage <= moments; outage += SIZE.stride) {
      found.push({ ...scenario, outage });
    }
  }
  return found;
}

async function judge(tally: Tally, seed: number, system: SmallSystem, scenario: Scenario): Promise<void> {
  const end = await carryOut(system, scenario);
  tally.scenarios += 1;
  tally.verdicts[String(end.verdict)] = (tally.verdicts[String(end.verdict)] ?? 0) + 1;
  if (restOf(end) !== undefined) tally.rested += 1;
  if (end.records.some((record) => record.type === "safetyDecided" && record.decision.kind === "changed")) {
    tally.turnedBack += 1;
  }
  const faults = [
    ...end.fake.faults,
    ...verdictFaults(system, end),
    ...restFaults(system, end),
    ...installFaults(system, end),
  ];
  tally.faults.push(...faults.map((fault) => `seed ${seed}, ${JSON.stringify(scenario)}: ${fault}`));
}

/** The verdict is what the parts say. */
function verdictFaults(system: SmallSystem, { verdict, fake }: CarriedOut): readonly string[] {
  const moved = new Set(system.batches.flat());
  const at = (which: "from" | "to") =>
    system.parts.every((part) => {
      const versions = fake.versionsOf(part.id);
      const isDrifted = versions.length === 1 && versions[0] === 3;
      return isDrifted || !moved.has(part.id) || (versions.length === 1 && versions[0] === part[which]);
    });
  if (verdict === "succeeded" && at("to")) return [];
  if (verdict === "rolledBack" && at("from")) return [];
  if (verdict === "inconsistent") return [];
  return [
    `${verdict}, and the parts are at ${system.parts.map(({ id }) => `${id} ${fake.versionsOf(id)}`).join(", ")}`,
  ];
}

function restOf({ records }: CarriedOut) {
  const record = records.find((each) => each.type === "safetyDecided" && each.decision.kind === "rests");
  return record?.type === "safetyDecided" && record.decision.kind === "rests" ? record.decision : undefined;
}

/** It stops only short of what really is refused, and never where everything can be rolled back and nothing has changed. */
function restFaults(system: SmallSystem, end: CarriedOut): readonly string[] {
  const rest = restOf(end);
  if (rest === undefined) return [];
  const combination = new Map(
    rest.refused.combination.map(({ type, version }) => [type, new Set([Number(version.slice(1))])]),
  );
  const atStart = refusedTuples(
    system.rules,
    shownBy(system.parts, ({ from }) => [from]),
  );
  const isRefused = [...refusedTuples(system.rules, combination)].some((tuple) => !atStart.has(tuple));
  const isHealthy = end.records.every(
    (record) => record.type !== "callEnded" || record.outcome.ok || !ROLLBACK_CALLS.includes(record.call),
  );
  const isReversible = system.parts.every((part) => part.supportsRollback && part.isReversible);
  return [
    ...(isRefused ? [] : [`it rests because of ${JSON.stringify(rest.refused)}, which is acceptable`]),
    ...(isHealthy && isReversible && !end.fake.hasDrifted() ? ["it rests without need"] : []),
    ...(end.verdict === "inconsistent" ? [] : [`it rests, and the verdict is ${end.verdict}`]),
  ];
}

/** Nobody without a way back is installed where the rule forbids it, unless it was declared. */
function installFaults(system: SmallSystem, { fake }: CarriedOut): readonly string[] {
  const last = system.batches.at(-1) ?? [];
  const forbidden = system.parts.filter(
    ({ id, supportsRollback, isReversible }) =>
      isReversible &&
      !supportsRollback &&
      (system.noReturn === "refuse" || (system.noReturn === "last_batch" && !last.includes(id))),
  );
  const installed = forbidden.filter(({ id }) => fake.calls.includes(`${id} ArtifactInstall`));
  return installed.map(({ id }) => `${id} was installed and has no way back`);
}
