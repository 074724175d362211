// SIGKILL at journal writes and interface calls of an install, then `resume` with the plain program: at the first and the last of
// every kind, which is every state and every record in the lowest and in the highest order group; in the long run at all of them,
// and on either side. At all of them in every run, and with power cuts: ../simulated.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { createContext, listHistory } from "../../../src/app/index.js";
import type { System } from "../../app/system.js";
import { isLongRun } from "../../support/index.js";
import { firstAndLastOfKind } from "./moments.js";
import { BOARDS, crashInstall, createTemplate, layDemo, type Template } from "./stage.js";

export interface Scenario {
  readonly name: string;
  /** A file of a mock board that makes one of its states fail, or undefined. */
  readonly fault: readonly [id: string, file: string] | undefined;
  readonly exitCode: number;
  /** The ends that are allowed, and that must each come up. */
  readonly ends: readonly End[];
}

/** `untouched`: killed before the deployment stood in the data store, so there is nothing to resume. */
export type End = "new" | "old" | "untouched";

const AT_ONCE = 3;

export async function sweep(scenario: Scenario): Promise<void> {
  const template = await createTemplate();
  const sides = isLongRun ? "both" : "one";
  const dry = demoOf(template, scenario);
  const { exitCode, counts, stderr } = await crashInstall(template, dry, "0", sides);
  expect(exitCode, stderr).toBe(scenario.exitCode);
  if (counts === undefined) throw new Error("the dry run has not counted");

  const ends = new Map<End, number>();
  if (sides === "one") expect(counts.moments).toHaveLength(counts.writes + counts.calls);
  const chosen = isLongRun ? counts.moments : firstAndLastOfKind(counts.moments);
  const waiting = chosen.values();
  let swept = 0;
  const work = async (): Promise<void> => {
    for (const at of waiting) {
      const end = await crashAndResume(template, scenario, at, sides);
      ends.set(end, (ends.get(end) ?? 0) + 1);
      swept += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));

  console.log(
    `${scenario.name}: ${swept} kills (of ${counts.writes} journal writes and ${counts.calls} interface calls):`,
    Object.fromEntries(ends),
  );
  expect(swept).toBe(chosen.length);
  expect([...ends.keys()].sort()).toEqual([...scenario.ends].sort());
}

function demoOf(template: Template, { fault }: Scenario): System {
  const system = layDemo(template);
  if (fault !== undefined) writeFileSync(system.instance(...fault), "");
  return system;
}

async function crashAndResume(template: Template, scenario: Scenario, at: string, sides: "one" | "both"): Promise<End> {
  const system = demoOf(template, scenario);
  const { signal, stderr } = await crashInstall(template, system, at, sides);
  const where = `killed ${at} (its folder: ${system.folder})`;
  expect(signal, `${where}\n${stderr}`).toBe("SIGKILL");

  const resumed = await system.run("resume");
  const verdict = await lastVerdict(system);
  const versions = new Set(Object.entries(BOARDS).map(([id, type]) => system.version(id)?.replace(`${type}-`, "")));
  const found = { versions: [...versions], verdict, exitCode: resumed.exitCode };
  expect(ENDS, `${where}\n${resumed.stderr}`).toContainEqual(found);
  return verdict === undefined ? "untouched" : verdict === "succeeded" ? "new" : "old";
}

/** What the components' own files, the journal and the exit code may say together. */
const ENDS = [
  { versions: ["v2"], verdict: "succeeded", exitCode: 0 },
  // The rollback was found to be necessary by this run, or was already known to be.
  { versions: ["v1"], verdict: "rolledBack", exitCode: 1 },
  { versions: ["v1"], verdict: "rolledBack", exitCode: 0 },
  // Killed after the last record was written: the deployment has ended, whichever way.
  { versions: ["v2"], verdict: "succeeded", exitCode: 2 },
  { versions: ["v1"], verdict: "rolledBack", exitCode: 2 },
  { versions: ["v1"], verdict: undefined, exitCode: 2 },
];

async function lastVerdict(system: System): Promise<string | undefined> {
  const quiet = () => {};
  const log = { trace: quiet, debug: quiet, info: quiet, warning: quiet, error: quiet };
  const context = createContext({
    programName: "orchestrator",
    programVersion: "0",
    environment: system.environment,
    options: {},
    log,
  });
  const [newest] = await listHistory(context);
  const ended = newest?.records.findLast(({ record }) => record.type === "deploymentEnded")?.record;
  if (newest !== undefined && ended === undefined) throw new Error(`${join(system.folder, "store")}: not ended`);
  return ended?.type === "deploymentEnded" ? ended.verdict : undefined;
}
