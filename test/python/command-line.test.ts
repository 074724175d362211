// The original's two commands, and what they make of it: calls of `orchestrator modules`. The program is a recorder here.

import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/index.js";
import { type Ended, makeRecorder, packageFolder, python, pythonEnvironment, pythonSuite } from "./python.js";

const INDEX = join(packageFolder, "updates", "index.py");
const MANAGER = join(packageFolder, "updates", "updateManager.sh");
const SEED = ["--log-format", "seed", "modules"];

const COMMANDS: readonly (readonly [flags: readonly string[], command: readonly string[]])[] = [
  [[], [...SEED, "update"]],
  [["--check-only"], [...SEED, "check"]],
  [["--legacy"], [...SEED, "update", "--legacy"]],
  [
    [
      "--repo-url",
      "file:///srv/updates.git",
      "--branch",
      "develop",
      "--local-repo",
      "/srv/copy",
      "--modules-path",
      "/srv/m",
    ],
    [
      ...SEED,
      "update",
      "--modules-path=/srv/m",
      "--repo-url=file:///srv/updates.git",
      "--local-repo=/srv/copy",
      "--branch=develop",
    ],
  ],
  [
    ["--check-only", "--repo-url=--upload-pack=x"],
    [...SEED, "check", "--repo-url=--upload-pack=x"],
  ],
  [
    ["--enable-module", "web", "--branch", "x"],
    [...SEED, "enable", "web"],
  ],
  [
    ["--disable-module", "web", "--modules-path", "/srv/m"],
    [...SEED, "disable", "web", "--modules-path=/srv/m"],
  ],
  [["--list-modules"], [...SEED, "list"]],
  [
    ["--module-status", "web"],
    [...SEED, "status", "web"],
  ],
  [["--all-status"], [...SEED, "list"]],
];

pythonSuite("index.py", () => {
  test.each(COMMANDS)("%j", async (flags, command) => {
    const recorder = makeRecorder("");
    expect(await python([INDEX, ...flags], { ORCHESTRATOR_PROGRAM: recorder.path })).toMatchObject({ exitCode: 0 });
    expect(recorder.calls()).toEqual([command]);
  });

  test("passes on the exit code, and all output on stdout", async () => {
    const { path } = makeRecorder("echo answer; echo log >&2; exit 3");
    const ended = await python([INDEX], { ORCHESTRATOR_PROGRAM: path });
    expect(ended).toEqual({ exitCode: 3, stdout: "answer\nlog", stderr: "" });
  });

  test("is a module of its package too, and works by a link", async () => {
    const recorder = makeRecorder("exit 1");
    const environment = { ORCHESTRATOR_PROGRAM: recorder.path, PYTHONPATH: packageFolder };
    expect(await python(["-m", "updates.index", "--check-only"], environment)).toMatchObject({ exitCode: 1 });
    const link = join(temporaryFolder(), "index.py");
    symlinkSync(INDEX, link);
    expect(await python([link], { ORCHESTRATOR_PROGRAM: recorder.path })).toMatchObject({ exitCode: 1 });
    expect(recorder.calls()).toHaveLength(2);
  });

  test("whoever asks to check only has nothing run", async () => {
    const recorder = makeRecorder("");
    const ended = await python([INDEX, "--check-only", "--legacy"], { ORCHESTRATOR_PROGRAM: recorder.path });
    expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("not allowed with argument") });
    expect(recorder.calls()).toEqual([]);
  });

  test("calls the program beside where none is in the search path", async () => {
    const { path, calls } = makeRecorder("");
    const clone = temporaryFolder();
    cpSync(packageFolder, join(clone, "python"), { recursive: true });
    mkdirSync(join(clone, "dist"));
    symlinkSync(path, join(clone, "dist", "main.js"));
    const ended = await python([join(clone, "python", "updates", "index.py"), "--check-only"]);
    expect(ended).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(calls()).toEqual([[...SEED, "check"]]);
  });

  test.each([["--what"], ["--check-only", "--all-status"], ["web"]])("refuses %s", async (...flags) => {
    const recorder = makeRecorder("");
    expect(await python([INDEX, ...flags], { ORCHESTRATOR_PROGRAM: recorder.path })).toMatchObject({ exitCode: 2 });
    expect(recorder.calls()).toEqual([]);
  });

  test("says that there is no program", async () => {
    const ended = await python([INDEX], { ORCHESTRATOR_PROGRAM: "/nonexistent/orchestrator" });
    expect(ended.exitCode).toBe(127);
    expect(ended.stdout).toMatch(/^\[[\d: -]+\] \[ERROR\] \/nonexistent\/orchestrator cannot be run: /);
  });
});

async function manager(args: readonly string[], program: string, file = MANAGER): Promise<Ended> {
  const env = { ...process.env, ORCHESTRATOR_PROGRAM: program };
  const { exitCode, stdout, stderr } = await execa(file, args, { env, reject: false, stdin: "ignore" });
  return { exitCode, stdout: stdout.replaceAll(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] /gm, "[time] "), stderr };
}

describe("updateManager.sh", () => {
  test.each([
    [[], "full", [...SEED, "update"]],
    [["--check"], "check", [...SEED, "check"]],
    [["--legacy"], "legacy", [...SEED, "update", "--legacy"]],
  ])("%j", async (flags, mode, command) => {
    const recorder = makeRecorder("echo a line >&2");
    const begin = `[time] Starting HOMESERVER update manager...\n[time] Mode: ${mode}\na line\n`;
    const good = await manager(flags, recorder.path);
    expect(good).toEqual({ exitCode: 0, stdout: `${begin}[time] ✓ Update system completed successfully`, stderr: "" });
    expect(recorder.calls()).toEqual([command]);
    const bad = await manager(flags, makeRecorder("echo a line; exit 3").path);
    expect(bad).toEqual({ exitCode: 3, stdout: `${begin}[time] ✗ Update system failed with exit code 3`, stderr: "" });
  });

  test.each([
    [
      ["--enable", "web"],
      ["modules", "enable", "--", "web"],
    ],
    [
      ["--disable", "-x"],
      ["modules", "disable", "--", "-x"],
    ],
    [
      ["--status", "web"],
      ["modules", "status", "--", "web"],
    ],
    [["--status"], ["modules", "list"]],
  ])("%j", async (flags, command) => {
    const recorder = makeRecorder("exit 4");
    expect(await manager(flags, recorder.path)).toMatchObject({ exitCode: 4 });
    expect(recorder.calls()).toEqual([command]);
  });

  test.each([["--what"], ["web"], ["--check", "--legacy"], ["--enable"], ["--enable", "a", "b"]])(
    "refuses %s",
    async (...flags) => {
      const recorder = makeRecorder("");
      const ended = await manager(flags, recorder.path);
      expect(ended.exitCode).toBe(1);
      expect(ended.stdout).toMatch(
        flags[0] === "--enable" && flags.length === 1 ? /^\[time\] --enable needs/ : /^\[time\] Unknown option: /,
      );
      expect(ended.stdout).toContain("\nUsage: ");
      expect(recorder.calls()).toEqual([]);
    },
  );

  test("shows its usage, and works by a link without the program in the search path", async () => {
    expect(await manager(["--help"], "/nonexistent")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Usage: /),
    });
    const link = join(temporaryFolder(), "updateManager.sh");
    symlinkSync(MANAGER, link);
    expect(await manager(["--help"], "", link)).toMatchObject({ exitCode: 0 });
  });

  test("finds the program in the search path", async () => {
    const recorder = makeRecorder("");
    const env = { ...pythonEnvironment(), PATH: `${join(recorder.path, "..")}:${process.env["PATH"]}` };
    expect(await execa(MANAGER, ["--check"], { env, extendEnv: false, stdin: "ignore" })).toMatchObject({
      exitCode: 0,
    });
    expect(recorder.calls()).toHaveLength(1);
  });
});
