// SIGKILL at journal writes and interface calls of an update of one module. The next run finds the repository out of reach, so that it
// can do nothing but finish what was begun: the module is old or new then, complete, and nothing is beside it. The one after that
// has the repository again. In every run at the moments at which something of the module changes hands, in the long run at all of them
// and on either side; that the engine itself comes through all of them is shown by test/crash.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { buildCrashingProgram, type Counts } from "../crash/real/stage.js";
import { PORTRAYER_PACKAGES, PORTRAYERS, portraitOf } from "../rollback/tree/portrait.js";
import { isLongRun, projectRoot, requirePrograms, temporaryFolder } from "../support/index.js";
import { contentOf } from "./content.js";
import { createMachine, effectsOf, type Machine } from "./machine.js";
import type { ModuleName } from "./repository.js";

interface Scenario {
  readonly module: ModuleName;
  /** What it does, below the machine's root. */
  readonly effects: readonly string[];
  readonly exitCode: number;
  readonly ends: readonly End[];
  /** Moments of every run. */
  readonly moments: readonly string[];
}

type End = "new" | "old";

const SCENARIOS: readonly Scenario[] = [
  {
    module: "dumps",
    effects: ["etc/dumps.conf"],
    exitCode: 0,
    ends: ["new", "old"],
    moments: [
      "in Download #3",
      "in ArtifactInstall #1",
      "writing callEnded ArtifactInstall well #1",
      "in ArtifactCommit #1",
      "in Cleanup #1",
      "writing deploymentEnded #1",
    ],
  },
  {
    module: "atuin",
    effects: ["home/owner/.config/atuin", "home/owner/.local/share/atuin"],
    exitCode: 1,
    ends: ["old"],
    moments: [
      "writing captureEnded well #1",
      "writing callEnded ArtifactInstall exit #1",
      "in ArtifactRollback #1",
      "writing restoreStarted #1",
      "writing restoreEnded well #1",
      "in Cleanup #1",
    ],
  },
];

const AT_ONCE = 3;
const suite = requirePrograms(["git", "python3", ...PORTRAYERS], {
  package: ["git", "python3", ...PORTRAYER_PACKAGES],
});

suite("killed anywhere in an update", () => {
  test.each(SCENARIOS)(
    "of $module, the module is old or new and complete",
    { timeout: isLongRun ? 3_600_000 : 600_000 },
    async (scenario) => {
      const program = await createProgram();
      const dry = await createMachine([scenario.module]);
      const { exitCode, stderr } = await crash(program, dry, "0");
      expect(exitCode, stderr).toBe(scenario.exitCode);
      const { moments } = JSON.parse(readFileSync(countsPath(dry), "utf8")) as Counts;
      expect(moments).toEqual(expect.arrayContaining([...scenario.moments]));
      const chosen = isLongRun ? moments : scenario.moments;
      const ends = new Map<End, number>();
      const waiting = chosen.values();
      const work = async (): Promise<void> => {
        for (const at of waiting) {
          const end = await crashAndGoOn(program, scenario, at);
          ends.set(end, (ends.get(end) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      console.log(`${scenario.module}: ${chosen.length} kills of ${moments.length}:`, Object.fromEntries(ends));
      expect([...ends.keys()].sort()).toEqual([...scenario.ends].sort());
    },
  );
});

/** It is not where the interfaces are, so they are laid beside it. */
async function createProgram(): Promise<string> {
  const folder = temporaryFolder();
  const interfaces = join("interfaces", "v1");
  mkdirSync(join(folder, interfaces), { recursive: true });
  const shipped = join(projectRoot, "update-interfaces", "v1", "directory-module");
  symlinkSync(shipped, join(folder, interfaces, "directory-module"));
  return await buildCrashingProgram(folder);
}

async function crashAndGoOn(program: string, scenario: Scenario, at: string): Promise<End> {
  const machine = await createMachine([scenario.module]);
  const old = stateOf(machine, scenario);
  const { signal } = await crash(program, machine, at);
  const where = `killed ${at} (its folder: ${machine.folder})`;
  expect(signal, where).toBe("SIGKILL");

  const finished = await withoutRepository(machine, () => machine.run("modules", "update"));
  expect(finished.exitCode, `${where}\n${finished.stderr}`).toBe(1);
  const end = isNew(machine, scenario) ? "new" : "old";
  if (end === "old") expect(stateOf(machine, scenario), where).toEqual(old);
  expect(readdirSync(machine.module("")).sort(), where).toEqual([scenario.module, "mine"].sort());

  const again = await machine.run("modules", "update");
  expect(again.exitCode, `${where}\n${again.stderr}`).toBe(scenario.exitCode);
  if (scenario.exitCode === 0) expect(isNew(machine, scenario), where).toBe(true);
  else expect(stateOf(machine, scenario), where).toEqual(old);
  expect(readdirSync(machine.module("")).sort(), where).toEqual([scenario.module, "mine"].sort());
  expectIndexed(machine, scenario);
  // All of them at the end would be too many for its time-out.
  rmSync(machine.folder, { recursive: true });
  return end;
}

/** As the system's programs tell it, to the nanosecond. */
function stateOf(machine: Machine, { module, effects }: Scenario): readonly string[] {
  const folder = machine.module(module);
  return [existsSync(folder) ? portraitOf(folder) : "nothing", effectsOf(machine, ...effects)];
}

function isNew({ module, repository }: Machine, scenario: Scenario): boolean {
  const folder = module(scenario.module);
  return existsSync(folder) && contentOf(folder) === contentOf(join(repository.folder, "modules", scenario.module));
}

function expectIndexed({ updates }: Machine, { module, exitCode }: Scenario): void {
  const path = join(updates, "index.json");
  const packages = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
  expect(Object.keys(packages)).toEqual(exitCode === 0 ? [module] : []);
}

async function withoutRepository<Answer>({ folder }: Machine, act: () => Promise<Answer>): Promise<Answer> {
  const [there, away] = [join(folder, "modules.git"), join(folder, "away.git")];
  renameSync(there, away);
  const answer = await act();
  renameSync(away, there);
  return answer;
}

function countsPath({ folder }: Machine): string {
  return join(folder, "counts.json");
}

/** Updates with the program that kills itself at the moment of that name; "0": it does not, and counts. */
async function crash(program: string, machine: Machine, at: string) {
  const sides = isLongRun ? "both" : "one";
  const crashes = { CRASH_AT: at, CRASH_SIDES: sides, CRASH_COUNTS: countsPath(machine) };
  const env = { ...machine.environment, MENDER_ORCHESTRATOR_DATA_DIR: dirname(program), ...crashes };
  return await execa(process.execPath, [program, "modules", "update"], {
    ...{ env, extendEnv: false, reject: false, stdin: "ignore" },
  });
}
