// SIGKILL around every journal write and every interface call of a chain of two legs, then `resume`: the system is all old or all
// new, and no combination in between was ever one that is not acceptable. The normal run has those around the places where one
// leg ends and the next begins, the long one has all.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import type { Stage } from "../../app/constrained/stage.js";
import { createTwoLegs, newManifest, START, TARGET } from "../../app/constrained/two-legs.js";
import { isLongRun, temporaryFolder } from "../../support/index.js";
import { buildCrashingProgram, type Counts } from "./stage.js";

interface Scenario {
  readonly name: string;
  /** The nodes refuse their last version, so that the second leg fails and the way back is taken. */
  readonly isRefused: boolean;
  readonly exitCode: number;
  readonly deployments: number;
}

const AT_ONCE = 3;

const SCENARIOS: readonly Scenario[] = [
  { name: "forward", isRefused: false, exitCode: 0, deployments: 2 },
  { name: "forward and back", isRefused: true, exitCode: 1, deployments: 3 },
];

test.each(SCENARIOS)(
  "killed anywhere on the way $name, resume ends at the start or at the target",
  { timeout: isLongRun ? 3_600_000 : 600_000 },
  async (scenario) => {
    const program = await buildCrashingProgram(temporaryFolder());
    const dry = await stageOf(scenario);
    const { exitCode, stderr } = await run(program, dry, { crashAt: 0 });
    expect(exitCode, stderr).toBe(scenario.exitCode);
    const counts = JSON.parse(readFileSync(countsPath(dry), "utf8")) as Counts;
    expect(counts.creations).toHaveLength(scenario.deployments);
    const ends = new Set<string>();
    const moments = momentsOf(counts).values();
    const work = async (): Promise<void> => {
      for (const at of moments) ends.add(await crashAndResume(program, scenario, at));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect([...ends].sort()).toEqual(scenario.isRefused ? ["start"] : ["start", "target"]);
  },
);

/** Before the last record of the last leg but one, before and after the first one of the last leg, and in the middle of that. */
function momentsOf({ moments, creations }: Counts): readonly number[] {
  const all = moments.map((_, index) => index + 1);
  if (isLongRun) return all;
  const last = creations.at(-1) ?? 1;
  return [last - 2, last, last + 1, last + Math.floor((moments.length - last) * 0.4)];
}

async function stageOf({ isRefused }: Scenario): Promise<Stage> {
  const stage = await createTwoLegs();
  if (isRefused) writeFileSync(stage.system.instance("R456", "2.0.0.REFUSED"), "");
  stage.manifest("new", newManifest());
  return stage;
}

async function crashAndResume(program: string, scenario: Scenario, at: number): Promise<string> {
  const stage = await stageOf(scenario);
  const { signal } = await run(program, stage, { crashAt: at });
  const where = `kill ${at} (its folder: ${stage.system.folder})`;
  expect(signal, where).toBe("SIGKILL");
  const resumed = await run(program, stage, { crashAt: 0, verb: "resume" });
  // Killed before the first leg stood in the data store, or after the last record: nothing was left to do.
  expect([0, 1, 2], `${where}\n${resumed.stderr}`).toContain(resumed.exitCode);
  const status = await stage.status();
  expect([status.inProgress, status.chain, status.resting], where).toEqual([undefined, undefined, undefined]);
  const isStart = JSON.stringify(stage.versions()) === JSON.stringify(START);
  expect(stage.versions(), where).toEqual(isStart ? START : TARGET);
  expect(status.active?.manifestName, where).toBe(isStart ? "system-1" : "system-2");
  return isStart ? "start" : "target";
}

interface Crash {
  /** The moment, from 1; 0: none. */
  readonly crashAt: number;
  readonly verb?: "resume";
}

function countsPath({ system }: Stage): string {
  return join(system.folder, "counts.json");
}

async function run(program: string, stage: Stage, { crashAt, verb }: Crash) {
  const { folder, environment } = stage.system;
  const args = verb === undefined ? ["install", join(folder, "manifests", "new.yaml")] : [verb];
  const crash = { CRASH_AT: String(crashAt), CRASH_SIDES: "both", CRASH_COUNTS: countsPath(stage) };
  return await execa(process.execPath, [program, ...args], {
    ...{ env: { ...environment, ...crash }, extendEnv: false, reject: false, stdin: "ignore" },
  });
}
