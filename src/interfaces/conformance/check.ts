// A conformance run: everything that can be shown about one interface, rule by rule.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createFindings, type Finding, type Findings } from "./findings.js";
import { createProbe, type Probe } from "./probe.js";
import { checkQueries } from "./queries.js";
import type { ConformanceRequest } from "./request.js";
import { RULES } from "./rules.js";
import { createStateRun } from "./state-run.js";
import { checkStates } from "./states.js";
import { differences, takeSnapshot } from "./tree-snapshot.js";

const STATE_RULES = RULES.filter((rule) => rule.group === "states").map((rule) => rule.id);

/** Every rule, in the order of RULES, with its verdict. Rejects only for faults of the scratch folder. */
export async function checkConformance(request: ConformanceRequest): Promise<readonly Finding[]> {
  const findings = createFindings();
  const folders = { workDir: join(request.scratchFolder, "query"), pipes: join(request.scratchFolder, "pipes") };
  await mkdir(join(folders.workDir, "tmp"), { recursive: true });
  const probe = createProbe(request, folders);
  const before = await takeSnapshot(folders.workDir, []);
  await checkQueries(request, probe, findings);
  const changes = differences(before, await takeSnapshot(folders.workDir, []));
  if (!findings.hasBroken("starts")) {
    findings.settle("queries-write-nothing", changes.length === 0 ? undefined : changes.join(", "));
  }
  await checkStatesIfAsked({ request, probe, findings });
  await probe.close();
  return findings.list();
}

async function checkStatesIfAsked(subject: {
  readonly request: ConformanceRequest;
  readonly probe: Probe;
  readonly findings: Findings;
}): Promise<void> {
  const { request, findings } = subject;
  if (request.states === undefined) {
    findings.skips(STATE_RULES, "the states were not run");
  } else if (findings.hasBroken("starts") || findings.hasBroken("query-exit") || findings.hasBroken("time-limit")) {
    findings.skips(STATE_RULES, "the queries must be answered first");
  } else {
    await checkStates(createStateRun({ ...subject, states: request.states }), findings);
  }
}
