// Plays a case with real processes and compares what was recorded with the table.

import { describe, expect, test } from "vitest";
import { chainOf, overlaps } from "../chain.js";
import type { Fault } from "../faults.js";
import type { ChainCase, Run } from "../table/index.js";
import { CHOSEN } from "./chosen.js";
import { isStillWaiting, type LeftBehind, play } from "./play.js";
import { createStage } from "./stage.js";

/** One suite per theme; the files of this folder share the themes out, so that they run side by side. */
export function followThemes(...themes: readonly string[]): void {
  for (const theme of themes) {
    describe.concurrent(`the program: ${theme}`, () => {
      for (const chainCase of CHOSEN[theme] ?? []) test(chainCase.name, () => follow(chainCase));
    });
  }
}

async function follow(chainCase: ChainCase): Promise<void> {
  const stage = await createStage(chainCase);
  const groups = chainCase.groups.map((group) => group.map((part) => part.slice(0, 1)));
  const order = { groups, queries: chainCase.queries ?? [] };
  const done = new Set<Fault>();
  const waiting: LeftBehind[] = [];
  try {
    for (const run of chainCase.runs) {
      const before = stage.calls().length;
      const { exit, output, leftBehind } = await play(stage, run.command, done);
      const calls = stage.calls().slice(before);
      expect({ command: run.command, exit, chain: chainOf(calls, order) }, output).toEqual(run);
      expect(overlaps(calls, groups), output).toEqual([]);
      expectEnded(waiting, run, leftBehind);
      waiting.push(...leftBehind);
    }
  } finally {
    for (const { pid } of waiting) if (isStillWaiting(pid)) process.kill(pid, "SIGKILL");
  }
}

/** A call that survived is ended before the next run does anything of its own; one that was cancelled, in its own run. */
function expectEnded(earlier: readonly LeftBehind[], { command, exit }: Run, now: readonly LeftBehind[]): void {
  const isOwn = !command.startsWith("install");
  const cancelled = exit === 130 ? now.filter(({ kind }) => kind === "interrupt") : [];
  const ended = [...(isOwn ? earlier : []), ...cancelled].filter(({ isInterface }) => isInterface);
  expect(ended.filter(({ pid }) => isStillWaiting(pid))).toEqual([]);
}
