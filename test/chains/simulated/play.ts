// One command of a case against the simulated world. Of the program around the engine only this is imitated: whether a
// deployment is in progress, and which signal does what.

import { exitCodeOfRun } from "../../../src/app/exit-code.js";
import { driveDeployment } from "../../../src/engine/index.js";
import type { RunVerb, StopPoint } from "../../../src/model/index.js";
import type { Run } from "../table/index.js";
import type { World } from "./world.js";

export async function play(world: World, command: string): Promise<Run["exit"]> {
  const [verb, ...options] = command.split(" ") as [RunVerb, ...string[]];
  const isInProgress = world.records.length > 0;
  if (verb === "install" && isInProgress) return 1;
  if (verb === "install" && world.plan.groups.length === 0) return 0;
  if (verb !== "install" && !isInProgress) return 2;

  const cancel = new AbortController();
  const leave = new AbortController();
  let leftBy = 130;
  let die: () => void = () => {};
  const killed = new Promise<"killed">((resolve) => {
    die = () => resolve("killed");
  });
  const { interfaces, host, journal } = world.ports((signal) => {
    if (signal === "SIGKILL") die();
    else if (signal === "SIGINT" && !cancel.signal.aborted) cancel.abort();
    else {
      leftBy = signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 129;
      leave.abort();
    }
  });
  const request = {
    verb,
    stopBefore: options.filter((option) => !option.startsWith("--")) as StopPoint[],
    exitOnReboot: options.includes("--exit-on-reboot"),
    programVersion: "0",
    cancelSignal: cancel.signal,
    leaveSignal: leave.signal,
  };
  const observer = { recorded: () => {}, progressed: () => {} };
  const run = driveDeployment({ id: "one", plan: world.plan, journal }, request, { interfaces, host, observer });
  const end = await Promise.race([run, killed]);
  if (end === "killed") return end;
  if (end.kind === "tooLate") return 1;
  if (end.kind === "left") return leftBy;
  if (end.kind === "ended") world.records.length = 0;
  return exitCodeOfRun(end, verb);
}
