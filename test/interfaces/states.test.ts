// Every state is one process: its arguments, its environment, its work dir, its end.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROLLBACK_STATES, UPDATE_STATES } from "../../src/model/index.js";
import { makeWorld } from "./world.js";

const RECORD = `#!/bin/sh
{ printf '%s|' "$@"; echo "cwd=$(pwd) name=\${0##*/}"; } >> "$OUT/calls"
`;

describe("a state", () => {
  test.each([...UPDATE_STATES, ...ROLLBACK_STATES])("%s is called in the 2024 form", async (state) => {
    const world = makeWorld(RECORD);
    expect(await world.run(state)).toMatchObject({ ok: true });
    const calls = readFileSync(join(world.folder, "calls"), "utf8").trim().split("\n");
    const expected = `${state}|${world.workDir()}|rtos|R1|a b|$(c)|cwd=${world.workDir()} name=mock`;
    expect(calls.at(-1)).toBe(expected);
  });

  test("is called without the id in the 2026 form", async () => {
    const world = makeWorld(RECORD);
    await world.run("ArtifactInstall", { component: world.component({ dialect: "2026" }) });
    const calls = readFileSync(join(world.folder, "calls"), "utf8");
    expect(calls).toContain(`ArtifactInstall|${world.workDir()}|rtos|a b|$(c)|cwd=`);
  });

  test.each([
    ["exit 3", { ok: false, reason: "exit", exitCode: 3, message: "ended with exit code 3" }],
    ["kill -SEGV $$", { ok: false, reason: "signal", message: "was ended by SIGSEGV" }],
    ["exit 0", { ok: true }],
  ])("that does `%s` has that outcome", async (body, expected) => {
    const world = makeWorld(`ArtifactInstall) ${body};;`);
    expect(await world.run("ArtifactInstall")).toMatchObject(expected);
  });

  test("whose executable is not known, or gone, fails to start", async () => {
    const world = makeWorld("*) ;;", { executables: new Map([["mock", "/nowhere/mock"]]) });
    expect(await world.run("Cleanup")).toMatchObject({ ok: false, reason: "spawn" });
    const component = world.component({ interfaceName: "other" });
    expect(await world.run("Cleanup", { component })).toMatchObject({ ok: false, reason: "spawn" });
  });

  test.each([
    ["#!/nowhere/python3 -u", /^could not be started: .*is not there: #!\/nowhere\/python3 -u \(\/.*\/mock\)$/],
    ["#!/bin/sh\r", /is not there: #!\/bin\/sh\\x0d; the line ends with a carriage return/],
    ["#!/dev/null", /may not be executed: #!\/dev\/null/],
  ])("whose first line is %j says so", async (line, message) => {
    const world = makeWorld(`${line}\nexit 0\n`);
    const expected = { ok: false, reason: "spawn", message: expect.stringMatching(message) };
    expect(await world.run("Cleanup")).toMatchObject(expected);
  });

  test("tells pid and start time of its process", async () => {
    const world = makeWorld(`*) cp /proc/$$/stat "$OUT/stat";;`);
    const spawned: { pid: number; startTicks: string }[] = [];
    await world.run("ArtifactInstall", { onSpawned: (process) => void spawned.push(process) });
    const fields = readFileSync(join(world.folder, "stat"), "utf8").split(" ");
    expect(spawned).toEqual([{ pid: Number(fields[0]), startTicks: fields[21] }]);
  });

  test("that was cancelled before it began does not run", async () => {
    const world = makeWorld(RECORD);
    const outcome = await world.run("ArtifactInstall", { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ ok: false, reason: "cancelled" });
    expect(() => readFileSync(join(world.folder, "calls"))).toThrow("ENOENT");
  });
});
