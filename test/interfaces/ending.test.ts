// How calls are ended: by time, by cancellation, with all their children; and what an earlier orchestrator left running.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { CALL_VARIABLE } from "../../src/interfaces/index.js";
import { isAnyoneChangingProgram, parseStat, startTicksOf } from "../../src/interfaces/proc.js";
import type { Limits } from "../../src/interfaces/settings.js";
import { makeWorld, QUICKLY, type World } from "./world.js";

/** Live, and not merely a zombie that a slow init has not reaped. */
function isRunning(pid: number): boolean {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "latin1"))?.state !== "Z";
  } catch {
    return false;
  }
}

function pidsIn(world: World): readonly number[] {
  return readFileSync(join(world.folder, "pids"), "utf8").trim().split("\n").map(Number);
}

async function appears(path: string): Promise<void> {
  while (!existsSync(path)) await delay(2);
}

const HANGS = [
  ["sleeps", `echo $$ >> "$OUT/pids"; exec sleep 100`],
  ["ignores SIGTERM", `trap '' TERM; echo $$ >> "$OUT/pids"; while true; do sleep 1; done`],
  [
    "has children that ignore SIGTERM",
    `(trap '' TERM; exec sleep 100) & echo $! >> "$OUT/pids"; echo $$ >> "$OUT/pids"; wait`,
  ],
  ["has children in a session of their own", `setsid sh -c 'echo $$ >> "$OUT/pids"; exec sleep 100' & sleep 100`],
  ["is stopped", `echo $$ >> "$OUT/pids"; kill -STOP $$`],
  ["prints without end", `echo $$ >> "$OUT/pids"; exec yes`],
] as const;

/** Runs a call that is to time out once it has noted its processes. On a busy machine it may need longer until then. */
async function timedOut(script: string, limits: Partial<Limits> = {}) {
  for (let timeoutSeconds = 0.3; ; timeoutSeconds *= 4) {
    const world = makeWorld(script, { timeoutSeconds, limits });
    const outcome = await world.run("ArtifactInstall");
    expect(outcome).toMatchObject({
      ok: false,
      reason: "timeout",
      message: expect.stringContaining(`${timeoutSeconds} s`),
    });
    if (existsSync(join(world.folder, "pids"))) return world;
  }
}

describe("a call that", () => {
  test.each(HANGS)("%s is ended when its time is over, with all its processes", async (_, body) => {
    const world = await timedOut(`ArtifactInstall) ${body};;`);
    expect(pidsIn(world).filter(isRunning)).toEqual([]);
  });

  test.each(HANGS)("%s is ended when it is cancelled", async (_, body) => {
    const world = makeWorld(`ArtifactInstall) ${body};;`);
    const abort = new AbortController();
    const running = world.run("ArtifactInstall", { signal: abort.signal });
    await appears(join(world.folder, "pids"));
    abort.abort();
    expect(await running).toMatchObject({ ok: false, reason: "cancelled" });
    expect(pidsIn(world).filter(isRunning)).toEqual([]);
  });

  test("can clean up on SIGTERM", async () => {
    const script = `*) trap ': > "$OUT/cleaned"; exit 0' TERM; echo $$ >> "$OUT/pids"; while true; do sleep 0.05; done;;`;
    const world = await timedOut(script, { graceMilliseconds: 30_000 });
    expect(existsSync(join(world.folder, "cleaned"))).toBe(true);
  });

  test("could not be started signals nobody, least of all our own group, however busy we are", async () => {
    const kill = vi.spyOn(process, "kill").mockReturnValue(true);
    let busy = setImmediate(function work() {
      for (const end = performance.now() + 3; performance.now() < end; );
      busy = setImmediate(work);
    });
    try {
      const world = makeWorld("#!/no/such/interpreter\n", { limits: { lingerMilliseconds: -1 } });
      expect(await world.run("ArtifactInstall")).toMatchObject({ ok: false, reason: "spawn" });
      expect(kill).not.toHaveBeenCalled();
    } finally {
      clearImmediate(busy);
      kill.mockRestore();
    }
  });

  test("ends in time while we are stopped has ended, and what it said is heard", async () => {
    const limits = { lingerMilliseconds: 1 };
    const world = makeWorld(`*) printf 'said at last'; exit 3;;`, { timeoutSeconds: 0.1, limits });
    const onSpawned = ({ pid }: { readonly pid: number }): void => {
      const over = performance.now() + 200;
      while (isRunning(pid) || performance.now() < over);
    };
    expect(await world.run("ArtifactInstall", { onSpawned })).toMatchObject({
      ...{ ok: false, reason: "exit", exitCode: 3, outputTail: ["said at last"] },
    });
  });

  test("exits while a child holds its output has its own outcome, and the child is ended", async () => {
    const world = makeWorld(`*) sleep 100 & echo $! >> "$OUT/pids"; exit 0;;`, { limits: QUICKLY });
    expect(await world.run("ArtifactInstall")).toMatchObject({ ok: true });
    expect(pidsIn(world).filter(isRunning)).toEqual([]);
    expect(world.log.join()).toContain("children of it hold its output open");
  });

  test("starts a daemon on purpose leaves it running", async () => {
    // Only once it has left the group is it a daemon.
    const daemonised = `setsid sh -c 'echo $$ > "$OUT/pid"; mv "$OUT/pid" "$OUT/pids"; exec sleep 100' >/dev/null 2>&1 &`;
    const world = makeWorld(`*) ${daemonised} until [ -e "$OUT/pids" ]; do sleep 0.01; done;;`);
    expect(await world.run("ArtifactInstall")).toMatchObject({ ok: true });
    const [daemon] = pidsIn(world);
    expect(daemon !== undefined && isRunning(daemon)).toBe(true);
    if (daemon !== undefined) process.kill(daemon, "SIGKILL");
  });
});

describe("survivors of an earlier orchestrator", () => {
  async function leave(world: World, options: { marked: boolean }) {
    const environment = {
      PATH: process.env["PATH"],
      ...(options.marked && { [CALL_VARIABLE]: `test-${world.folder}/7.1` }),
    };
    const child = spawn("sleep", ["100"], { detached: true, stdio: "ignore", env: environment });
    onTestFinished(() => void child.kill("SIGKILL"));
    await new Promise((resolve) => child.once("spawn", resolve));
    const pid = child.pid ?? 0;
    return { pid, startTicks: startTicksOf(pid) };
  }

  test("are ended by pid and start time", async () => {
    const world = makeWorld("*) ;;");
    const left = await leave(world, { marked: false });
    await world.interfaces.endSurvivors([left]);
    expect(isRunning(left.pid)).toBe(false);
  });

  test("are ended by their mark when the journal does not know them", async () => {
    const world = makeWorld("*) ;;");
    const left = await leave(world, { marked: true });
    await world.interfaces.endSurvivors([]);
    expect(isRunning(left.pid)).toBe(false);
  });

  test("are not taken for processes that only have the same pid", async () => {
    const world = makeWorld("*) ;;");
    const other = await leave(world, { marked: false });
    await world.interfaces.endSurvivors([
      { pid: other.pid, startTicks: "1" },
      { pid: other.pid, startTicks: "" },
    ]);
    expect(isRunning(other.pid)).toBe(true);
  });

  test("are not daemons that an earlier, finished call left", async () => {
    const world = makeWorld("*) ;;");
    const daemon = await leave(world, { marked: true });
    await world.interfaces.endSurvivors([{ pid: 1, startTicks: String(Number(daemon.startTicks) + 1) }]);
    expect(isRunning(daemon.pid)).toBe(true);
  });

  test("are not processes without any environment, which look as if they were changing their program", async () => {
    const world = makeWorld("*) ;;");
    const stranger = spawn("/usr/bin/env", ["-i", "sleep", "100"], { detached: true, stdio: "ignore" });
    onTestFinished(() => void stranger.kill("SIGKILL"));
    const pid = stranger.pid ?? 0;
    while (readFileSync(`/proc/${pid}/cmdline`, "latin1") !== "sleep\x00100\0") await delay(2);
    expect(isAnyoneChangingProgram()).toBe(true);
    await world.interfaces.endSurvivors([]);
    expect(isRunning(pid)).toBe(true);
  });
});

test.each([
  [
    "1 (a) b) S 7 8 8 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 9 10",
    { state: "S", group: 8, isKernelThread: false, startTicks: "4711" },
  ],
  [
    "1 (a (x) R 1 2) Z 7 8 8 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 12 9",
    { state: "Z", group: 8, isKernelThread: false, startTicks: "12" },
  ],
  [
    "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 1 0",
    { state: "S", group: 0, isKernelThread: true, startTicks: "1" },
  ],
  ["1 (cut) S 7", undefined],
])("the stat line %s is read after the command name", (line, expected) => {
  expect(parseStat(line)).toEqual(expected);
});
