// One component under test: calls its states through the engine's port, and looks after each whether its work dir is as
// it was made.

import { basename } from "node:path";
import {
  type CallFailed,
  type CallOutcome,
  componentKey,
  type MachineQuery,
  type PlannedComponent,
  type Provides,
  type State,
} from "../../model/index.js";
import { workDirOf } from "../work-dir.js";
import type { Findings } from "./findings.js";
import type { Probe } from "./probe.js";
import { factsOf } from "./provides-lines.js";
import { answerTo } from "./queries.js";
import type { ConformanceRequest, StatesRequest } from "./request.js";
import type { RuleId } from "./rules.js";
import { quoted } from "./sentences.js";
import { differences, type Snapshot, takeSnapshot } from "./tree-snapshot.js";

/** What a fresh work dir may hold besides tmp/ (interface-protocol, section 4). */
const ENTRIES = [
  "version",
  "current_artifact_group",
  "current_artifact_name",
  "current_device_type",
  "header",
  "files",
];

export interface StateRun {
  readonly target: Provides;
  /** What the component tells of itself; undefined when it cannot be asked, which is then noted. */
  provides(): Promise<Provides | undefined>;
  /** These answer whether the call succeeded, and note what it broke. */
  download(): Promise<boolean>;
  call(state: State, rule: RuleId): Promise<boolean>;
  /** Whether the interface reboots its component itself. */
  needsReboot(): Promise<boolean>;
  supportsRollback(): Promise<boolean>;
  removeWorkDir(): Promise<void>;
}

interface Subject {
  readonly request: ConformanceRequest;
  readonly states: StatesRequest;
  readonly probe: Probe;
  readonly findings: Findings;
}

export function createStateRun({ request, states, probe, findings }: Subject): StateRun {
  const { interfaces } = states;
  const component = plannedComponent(request, states);
  const workDir = workDirOf(states.workRoot, component);
  const query = { component, signal: request.signal, onSpawned: () => undefined };
  let made: Snapshot = new Map();

  async function callState(state: State): Promise<CallOutcome> {
    return await interfaces.callState({ ...query, state, onProgress: () => undefined });
  }

  function note(call: State | MachineQuery, outcome: CallOutcome, rule: RuleId): boolean {
    const isLate = !outcome.ok && outcome.reason === "timeout";
    findings.settle("time-limit", isLate ? `${call} ${outcome.message}` : undefined);
    findings.settle(rule, outcome.ok ? undefined : sentenceOf(call, outcome));
    return outcome.ok;
  }

  return {
    target: states.target,
    async provides() {
      const text = await answerTo("Provides", probe, findings);
      return text === undefined ? undefined : factsOf(text);
    },
    async download() {
      const outcome = await callState("Download");
      const isStreamFault = !outcome.ok && outcome.reason === "stream";
      findings.settle("download-streams", isStreamFault ? sentenceOf("Download", outcome) : undefined);
      made = await takeSnapshot(workDir, ["tmp"]);
      const strange = [...made.keys()].filter((path) => !ENTRIES.includes(path.split("/")[0] ?? ""));
      findings.settle("work-dir-kept", strange.length === 0 ? undefined : `Download: ${strange.join(", ")} added`);
      return isStreamFault ? false : note("Download", outcome, "update-succeeds");
    },
    async call(state, rule) {
      const isDone = note(state, await callState(state), rule);
      const changes = differences(made, await takeSnapshot(workDir, ["tmp"]));
      findings.settle("work-dir-kept", changes.length === 0 ? undefined : `${state}: ${changes.join(", ")}`);
      return isDone;
    },
    async needsReboot() {
      const outcome = await interfaces.askNeedsReboot(query);
      if (!outcome.ok) note("NeedsArtifactReboot", outcome, "needs-artifact-reboot");
      return outcome.ok && outcome.answer === "Yes";
    },
    async supportsRollback() {
      const outcome = await interfaces.askSupportsRollback(query);
      if (!outcome.ok) note("SupportsRollback", outcome, "supports-rollback");
      return outcome.ok && outcome.answer;
    },
    async removeWorkDir() {
      await interfaces.removeWorkDir(component);
    },
  };
}

function sentenceOf(call: State | MachineQuery, { message, outputTail }: CallFailed): string {
  const last = outputTail.at(-1);
  return `${call} ${message}${last === undefined ? "" : `: ${quoted(last)}`}`;
}

/** A 2026 component has an id of its own; for the run any will do. */
function plannedComponent(request: ConformanceRequest, states: StatesRequest): PlannedComponent {
  const { type, id = "check", interfaceArgs } = request.component;
  const component = { type, id, interfaceName: basename(request.path), interfaceArgs };
  return {
    ...component,
    key: componentKey(component),
    dialect: request.dialect,
    artifact: states.artifact,
    provides: {},
    target: states.target,
  };
}
