// Programs that do not behave: every way ends with a named fault, with the source let go and no process left.

import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { throughProgram } from "../../../src/artifacts/compression/filter-program.js";
import { OrchestratorError } from "../../../src/base/index.js";
import { temporaryFolder } from "../../support/index.js";
import { collected } from "./packers.js";

const PIECE = Buffer.alloc(65_536, "x");

/** A program made of shell lines, which notes its process id in `pid`. */
function program(lines: string) {
  const folder = temporaryFolder();
  const path = join(folder, "xz");
  writeFileSync(path, `#!/bin/sh\necho $$ > ${folder}/.pid\nmv ${folder}/.pid ${folder}/pid\n${lines}\n`);
  chmodSync(path, 0o755);
  const pid = () => Number(readFileSync(join(folder, "pid"), "utf8"));
  return { path, pid, isStarted: () => existsSync(join(folder, "pid")) };
}

function filterOf(path: string, stallSeconds = 60) {
  const refusal = () => new OrchestratorError({ code: "ARTIFACT_DAMAGED", message: "refused" });
  return { program: "xz", path, args: [], refusal, stallSeconds } as const;
}

/** Gives pieces until it is let go. */
function source(count: number) {
  const seen = { isLetGo: false };
  const bytes = async function* () {
    try {
      for (let piece = 0; piece < count; piece += 1) yield PIECE;
    } finally {
      seen.isLetGo = true;
    }
  };
  return { bytes: bytes(), seen };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const ENDS: readonly (readonly [name: string, lines: string, code: string])[] = [
  ["exits with an error at once", "exit 3", "ARTIFACT_DAMAGED"],
  ["exits with an error behind some output", "head -c 100; exit 1", "ARTIFACT_DAMAGED"],
  ["is killed", "kill -9 $$", "ARTIFACT_PROGRAM_FAILED"],
  ["closes its input and fails", "exec <&-; echo out; exit 1", "ARTIFACT_DAMAGED"],
  ["has much to say on stderr", "cat > /dev/null; head -c 1000000 /dev/zero >&2; exit 1", "ARTIFACT_DAMAGED"],
];

test.each(ENDS)("a program that %s", async (_, lines, code) => {
  const { path, pid } = program(lines);
  const { bytes, seen } = source(50);
  await expect(collected(throughProgram(bytes, filterOf(path)))).rejects.toMatchObject({ code });
  expect(seen.isLetGo).toBe(true);
  expect(isAlive(pid())).toBe(false);
});

test("a program that cannot be started", async () => {
  const path = join(temporaryFolder(), "xz");
  writeFileSync(path, "no program");
  await expect(collected(throughProgram(source(1).bytes, filterOf(path)))).rejects.toMatchObject({
    code: "ARTIFACT_PROGRAM_FAILED",
  });
});

test.each([
  ["takes nothing", "exec sleep 1000"],
  ["takes everything and gives nothing", "cat > /dev/null; exec sleep 1000"],
])("a program that %s is ended", async (_, lines) => {
  const { path, pid, isStarted } = program(lines);
  const { bytes, seen } = source(50);
  // A source is waited for, so the program has all the time to begin.
  const late = async function* () {
    while (!isStarted()) await sleep(10);
    yield* bytes;
  };
  await expect(collected(throughProgram(late(), filterOf(path, 0.3)))).rejects.toMatchObject({
    ...{ code: "ARTIFACT_PROGRAM_FAILED", message: expect.stringContaining("stood still") },
  });
  expect([seen.isLetGo, isAlive(pid())]).toEqual([true, false]);
});

test("a slow source and a slow reader are waited for", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { path } = program("exec cat");
  const slow = async function* () {
    for (let piece = 0; piece < 3; piece += 1) {
      vi.advanceTimersByTime(3_600_000);
      yield PIECE;
    }
  };
  let bytes = 0;
  for await (const chunk of throughProgram(slow(), filterOf(path))) {
    vi.advanceTimersByTime(3_600_000);
    bytes += chunk.length;
  }
  expect(bytes).toBe(3 * PIECE.length);
});

test("a reader that leaves ends the program and lets the source go", async () => {
  const { path, pid } = program("exec cat");
  const { bytes, seen } = source(1_000_000);
  for await (const _ of throughProgram(bytes, filterOf(path))) break;
  expect([seen.isLetGo, isAlive(pid())]).toEqual([true, false]);
});

test("a source that fails ends the program", async () => {
  const { path, pid, isStarted } = program("exec cat");
  const failing = async function* () {
    yield PIECE;
    while (!isStarted()) await sleep(10);
    throw new Error("the disk is gone");
  };
  await expect(collected(throughProgram(failing(), filterOf(path)))).rejects.toThrow("the disk is gone");
  expect(isAlive(pid())).toBe(false);
});

test("a program gets no environment that changes what it does", async () => {
  const { path } = program("cat > /dev/null; env | cut -d= -f1 | sort");
  const text = (await collected(throughProgram(source(1).bytes, filterOf(path)))).toString();
  expect(text.split("\n").filter((name) => !["", "OLDPWD", "PWD", "SHLVL", "_"].includes(name))).toEqual([
    "LC_ALL",
    "PATH",
  ]);
});
