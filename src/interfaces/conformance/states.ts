// Runs the states for real, in the order a deployment would, three times: downloaded and left alone, installed and rolled
// back, installed and committed. Each ends with Cleanup. What follows a failure is not tried: it would prove nothing.

import type { State } from "../../model/index.js";
import type { Findings } from "./findings.js";
import { describeFacts, isSame } from "./provides-lines.js";
import type { StateRun } from "./state-run.js";

export async function checkStates(run: StateRun, findings: Findings): Promise<void> {
  const isDownloaded = await backOut(run, findings);
  if (!isDownloaded) return;
  if (await run.supportsRollback()) {
    if (!(await installAndRollBack(run, findings))) return;
  } else {
    findings.skips(["rollback-succeeds", "rollback-restores", "rollback-again"], "SupportsRollback is not Yes");
  }
  await installAndCommit(run, findings);
}

async function backOut(run: StateRun, findings: Findings): Promise<boolean> {
  const before = await run.provides();
  const isDownloaded = await run.download();
  await cleanUp(run);
  const after = await run.provides();
  if (isDownloaded && before !== undefined && after !== undefined) {
    const changed = `Provides told ${describeFacts(before)} before, and ${describeFacts(after)} after`;
    findings.settle("download-changes-nothing", isSame(before, after) ? undefined : changed);
  }
  return isDownloaded;
}

async function installAndRollBack(run: StateRun, findings: Findings): Promise<boolean> {
  const before = await run.provides();
  const isInstalled = await install(run);
  const isRolledBack = isInstalled && (await rollBack(run));
  const after = await run.provides();
  await cleanUp(run);
  if (!isRolledBack || before === undefined || after === undefined) return false;
  const changed = `Provides told ${describeFacts(before)} before, and ${describeFacts(after)} after the rollback`;
  findings.settle("rollback-restores", isSame(before, after) ? undefined : changed);
  return true;
}

async function rollBack(run: StateRun): Promise<boolean> {
  const states: readonly State[] = (await run.needsReboot())
    ? ["ArtifactRollback", "ArtifactRollbackReboot", "ArtifactVerifyRollbackReboot", "ArtifactFailure"]
    : ["ArtifactRollback", "ArtifactFailure"];
  if (!(await inTurn(run, "rollback-succeeds", states))) return false;
  return await inTurn(run, "rollback-again", ["ArtifactRollback", "ArtifactFailure"]);
}

async function installAndCommit(run: StateRun, findings: Findings): Promise<void> {
  const isDone = (await install(run)) && (await run.call("ArtifactCommit", "update-succeeds"));
  await cleanUp(run);
  const after = isDone ? await run.provides() : undefined;
  if (after === undefined) return;
  const missing = Object.entries(run.target).find(([key, value]) => after[key] !== value);
  const told = `Provides told ${describeFacts(after)}`;
  const fault = missing === undefined ? undefined : `${missing[0]}=${missing[1]} is missing: ${told}`;
  findings.settle("recognised-when-installed", fault);
}

async function install(run: StateRun): Promise<boolean> {
  if (!(await run.download()) || !(await run.call("ArtifactInstall", "update-succeeds"))) return false;
  if (!(await run.needsReboot())) return true;
  return await inTurn(run, "update-succeeds", ["ArtifactReboot", "ArtifactVerifyReboot"]);
}

async function cleanUp(run: StateRun): Promise<void> {
  if (await run.call("Cleanup", "cleanup-succeeds")) await run.call("Cleanup", "cleanup-again");
  await run.removeWorkDir();
}

async function inTurn(
  run: StateRun,
  rule: Parameters<StateRun["call"]>[1],
  states: readonly State[],
): Promise<boolean> {
  for (const state of states) {
    if (!(await run.call(state, rule))) return false;
  }
  return true;
}
