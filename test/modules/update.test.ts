// One `modules update` of a machine on which everything can happen: what succeeds is in place and noted, what fails is as it was, to
// the byte and to the nanosecond, and nothing else is touched. Then a second one.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { PORTRAYER_PACKAGES, PORTRAYERS } from "../rollback/tree/portrait.js";
import { requirePrograms } from "../support/index.js";
import { contentOf } from "./content.js";
import { createMachine, type Machine, type Run } from "./machine.js";
import { FAILED, inodesOf, type Picture, pictureOf, quietPicture, UPDATED } from "./picture.js";
import { MODULE_NAMES, VERSIONS } from "./repository.js";
import { logLines, type Results, resultsOf } from "./results.js";

/** Long enough for a module that ends, on a slow machine; one does not. */
const TIMEOUT_SECONDS = 20;

const OUTCOMES = {
  adblock: "updated",
  atuin: "failed",
  dumps: "updated",
  gogs: "failed",
  ohmyposh: "updated",
  vaultwarden: "failed",
  venvs: "updated",
  website: "failed",
};
const STATES = { filebrowser: "unreadable", hotfix: "older", kiwix: "disabled", mine: "localOnly", os: "same" };
const suite = requirePrograms(["git", "python3", ...PORTRAYERS], {
  package: ["git", "python3", ...PORTRAYER_PACKAGES],
});

interface Side {
  readonly name: string;
  readonly jobs: string;
  readonly format: "seed" | "json";
}

const SIDES: readonly Side[] = [
  { name: "one after the other", jobs: "1", format: "seed" },
  { name: "four at once", jobs: "4", format: "json" },
];

suite("modules update", () => {
  const stages = new Map<Side, Stage>();
  // The time of either is mostly that of a module that does not end.
  beforeAll(async () => {
    await Promise.all(SIDES.map(async (side) => stages.set(side, await stageOf(side))));
  }, 400_000);
  for (const side of SIDES) suiteOf(side, () => stages.get(side) as Stage);
});

interface Stage {
  readonly side: Side;
  readonly machine: Machine;
  readonly before: Picture;
  readonly after: Picture;
  readonly first: Run;
}

async function stageOf(side: Side): Promise<Stage> {
  const machine = await createMachine();
  const before = pictureOf(machine);
  const first = await update(machine, side);
  return { side, machine, before, first, after: pictureOf(machine) };
}

/** What only one of the two is asked, to be done sooner. */
function furtherTests({ name, format }: Side, stage: () => Stage): void {
  if (format === "seed") test(`${name}: says what the original said`, () => expectSeedLog(stage().first));
  else test(`${name}: a second run tries those that failed, and does nothing else`, () => expectQuietSecond(stage()));
}

function expectSeedLog(first: Run): void {
  const lines = logLines(first);
  expect(lines.filter((line) => SUMMARY.includes(line))).toEqual(SUMMARY);
  expect(lines).toContain("[WARNING] No valid index.json found for repo module: filebrowser");
  expect(lines.filter((line) => line.startsWith("[ERROR] Failed to update module "))).toHaveLength(FAILED.length);
}

async function expectQuietSecond({ machine, side, after }: Stage): Promise<void> {
  const [quiet, index] = [quietPicture(machine), statSync(join(machine.updates, "index.json"))];
  const second = await update(machine, side);
  expect(second.exitCode, second.stderr).toBe(1);
  expect(outcomes(resultsOf(second).results)).toEqual(Object.fromEntries(FAILED.map((module) => [module, "failed"])));
  expect(quietPicture(machine)).toEqual(quiet);
  const { ino, mtimeMs } = statSync(join(machine.updates, "index.json"));
  expect([ino, mtimeMs]).toEqual([index.ino, index.mtimeMs]);
  expect(pictureOf(machine)).toEqual(after);
  expect(deploymentsOf(machine)).toEqual(
    Object.fromEntries([...UPDATED.map((module) => [module, 1]), ...FAILED.map((module) => [module, 2])].sort()),
  );
}

function suiteOf(side: Side, stage: () => Stage): void {
  const { name } = side;
  test(`${name}: every module ends as it should`, () => {
    const { first } = stage();
    expect(first.exitCode, first.stderr).toBe(1);
    const { modules, results } = resultsOf(first);
    expect(states(modules)).toMatchObject(STATES);
    expect(outcomes(results)).toEqual(OUTCOMES);
  });

  test.each(UPDATED)(`${name}: %s is what the repository has, and has run`, (module) => {
    const { machine } = stage();
    const theirs = join(machine.repository.folder, "modules", module);
    expect(contentOf(machine.module(module))).toBe(contentOf(theirs));
  });

  test(`${name}: what they do is done`, () => {
    const { machine } = stage();
    const read = (path: string) => readFileSync(join(machine.root, path), "utf8");
    expect(read("etc/unbound/blocklist.conf")).toMatch(/ads\.example.*\n.*tracker\.example/);
    expect(read("etc/dumps.conf")).toBe("keep=7\n");
    expect(read("opt/venvs/flask/requirements.txt")).toBe("flask\ngunicorn\n");
  });

  test(`${name}: those that fail are as they were, and all that they name`, () => {
    const { before, after } = stage();
    expect(after.failed).toEqual(before.failed);
    expect(after.effects).toBe(before.effects);
    expect(after.neighbours).toEqual(before.neighbours);
  });

  test(`${name}: what goes on after its module was ended is ended as well`, () => {
    const { machine } = stage();
    const child = readFileSync(join(machine.root, "run", "website-child"), "utf8");
    expect(child).toMatch(/^\d+$/);
    expect(isRunning(child)).toBe(false);
  });

  test(`${name}: nobody else is touched, and nothing is left beside them`, () => {
    const { machine, before, after } = stage();
    expect(after.untouched).toEqual(before.untouched);
    const there = MODULE_NAMES.filter((module) => module !== "vaultwarden");
    expect(readdirSync(machine.module("")).sort()).toEqual([...there, "mine"].sort());
    expect(readdirSync(machine.updates).sort()).toEqual(["index.json", "modules"]);
  });

  test(`${name}: the global index has what succeeded, and nothing else`, () => {
    const { machine } = stage();
    const { packages } = JSON.parse(readFileSync(join(machine.updates, "index.json"), "utf8"));
    expect(packages).toEqual(Object.fromEntries(UPDATED.map((module) => [module, VERSIONS[module].repository])));
  });

  furtherTests(side, stage);

  test(`${name}: with nothing to do, not a byte is written where the modules are`, async () => {
    const { machine } = stage();
    const tree = inodesOf(machine.updates);
    const nothing = await update(machine, side, UPDATED);
    expect(nothing.exitCode, nothing.stderr).toBe(0);
    expect(resultsOf(nothing).results).toEqual([]);
    expect(inodesOf(machine.updates)).toBe(tree);
  });
}

/** In this order, with others between them. */
const SUMMARY = [
  "[INFO] Starting schema-based update orchestration",
  "[INFO] Step 1: Syncing from repository...",
  "[INFO] Step 2: Detecting module updates...",
  "[INFO] Module os is up to date: 1.0.0",
  "[INFO] Module adblock needs update: 1.0.0 → 1.1.0",
  "[INFO] Found 8 modules to update: venvs, atuin, adblock, dumps, gogs, ohmyposh, vaultwarden, website",
  "[INFO] Step 3: Updating modules...",
  "[INFO] Updated module adblock",
  "[INFO] Running update: modules.adblock",
  "[INFO] Completed update: modules.adblock",
  "[INFO] Step 4: Updating global index...",
  "[INFO] Updated global index: adblock → 1.1.0",
  "[INFO] Global index updated with 4 modules",
  "[INFO] Update orchestration completed:",
  "[INFO]   - Modules detected: 8",
  "[INFO]   - Successfully updated: 4",
  "[INFO]   - Failed updates: 4",
  "[INFO]   - Failed modules: atuin, gogs, vaultwarden, website",
];

async function update(machine: Machine, { jobs, format }: Side, names: readonly string[] = []): Promise<Run> {
  const options = ["--jobs", jobs, "--timeout", String(TIMEOUT_SECONDS), "--output", "json"];
  return await machine.run("--log-format", format, "modules", "update", ...names, ...options);
}

function states(modules: Results["modules"]): Readonly<Record<string, string>> {
  return Object.fromEntries(modules.map(({ name, state }) => [name, state]));
}

function outcomes(results: Results["results"]): Readonly<Record<string, string>> {
  return Object.fromEntries(results.map(({ name, outcome }) => [name, outcome]));
}

function deploymentsOf({ store }: Machine): Readonly<Record<string, number>> {
  const systems = readdirSync(join(store, "systems")).filter((system) => system.startsWith("module."));
  const count = (system: string) => readdirSync(join(store, "systems", system, "deployments")).length;
  return Object.fromEntries(systems.map((system) => [system.slice("module.".length), count(system)]).sort());
}

/** By its words, since another process may have its number by now. */
function isRunning(pid: string): boolean {
  const words = `/proc/${pid}/cmdline`;
  return existsSync(words) && readFileSync(words, "latin1").includes("page.write");
}
