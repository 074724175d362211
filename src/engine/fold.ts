// Journal records → where the deployment stands. Pure. A command without its event, found here at start, is an
// interruption: the process died, or the power went, while it was carried out.

import { OrchestratorError } from "../base/index.js";
import type { CallOutcome, Command, ComponentKey, MachineAnswer, StampedRecord } from "../model/index.js";
import { firstStep, nextStep, type Step } from "./chart.js";
import type { MachineInput } from "./state-kinds.js";

export interface CallFact {
  readonly outcome: CallOutcome;
  readonly answer?: MachineAnswer;
}

export interface SpawnedProcess {
  readonly pid: number;
  readonly startTicks: string;
}

export interface DeploymentFold {
  readonly step: Step;
  /** The step's command stands in the journal, so it may have been carried out, wholly or in part. */
  readonly given: boolean;
  /** What is known of the given command's calls. */
  readonly facts: ReadonlyMap<ComponentKey, CallFact>;
  /** Processes of the given command of whose end nothing is known, all of the boot below. */
  readonly running: ReadonlyMap<ComponentKey, SpawnedProcess>;
  /** The boot of the last run. */
  readonly bootId: string | undefined;
}

export function foldJournal(input: MachineInput, records: readonly StampedRecord[]): DeploymentFold {
  return records.reduce(applyRecord, {
    step: firstStep(input),
    given: false,
    facts: new Map(),
    running: new Map(),
    bootId: undefined,
  });
}

function applyRecord(fold: DeploymentFold, { sequence, record }: StampedRecord): DeploymentFold {
  switch (record.type) {
    case "runStarted":
      // No process outlives its boot; in the next one the same numbers may be somebody else's.
      return { ...fold, bootId: record.bootId, running: record.bootId === fold.bootId ? fold.running : new Map() };
    case "commandGiven":
      refuseForeignCommand(fold.step.command, record.command, sequence);
      return { ...fold, given: true };
    case "callSpawned": {
      const { pid, startTicks } = record;
      return { ...fold, running: new Map(fold.running).set(record.component, { pid, startTicks }) };
    }
    case "callEnded": {
      const running = new Map(fold.running);
      running.delete(record.component);
      const { outcome, answer } = record;
      const fact = answer === undefined ? { outcome } : { outcome, answer };
      return { ...fold, running, facts: new Map(fold.facts).set(record.component, fact) };
    }
    case "eventHappened":
      return { ...fold, step: nextStep(fold.step, record.event), given: false, facts: new Map(), running: new Map() };
    case "deploymentStarted":
    case "runStopped":
    case "deploymentEnded":
      return fold;
  }
}

/** The journal was written by a program whose machine takes another way: it must finish what it began. */
function refuseForeignCommand(expected: Command, found: Command, sequence: number): void {
  if (found.kind === expected.kind && JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new OrchestratorError({
    code: "JOURNAL_FORMAT_UNKNOWN",
    message: `record ${sequence} of the journal holds a command that this program would not have given`,
    hint: "Resume with the program version that began this deployment; nothing was changed.",
    facts: { sequence, expected, found },
  });
}
