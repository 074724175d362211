// Journal records → where the deployment stands. Pure. A command without its event, found here at start, is an
// interruption: the process died, or the power went, while it was carried out.

import { OrchestratorError } from "../base/index.js";
import type { CallOutcome, Command, ComponentKey, MachineAnswer, StampedRecord } from "../model/index.js";
import { nextStep, type Step } from "./chart.js";

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
  /** Components whose call had to wait for its turn, and got it. */
  readonly released: ReadonlySet<ComponentKey>;
  /** Processes of the given command of whose end nothing is known, all of the boot below. */
  readonly running: ReadonlyMap<ComponentKey, SpawnedProcess>;
  /** The boot of the last run. */
  readonly bootId: string | undefined;
  /** How many of the machine's decisions stand in the journal. */
  readonly decisionsTold: number;
}

/** From the machine's first step. */
export function foldJournal(step: Step, records: readonly StampedRecord[]): DeploymentFold {
  return records.reduce<DeploymentFold>(applyRecord, {
    ...nothingKnown(),
    step,
    running: new Map(),
    bootId: undefined,
    decisionsTold: 0,
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
    case "captureStarted":
    case "captureEnded":
    case "restoreStarted":
    case "restoreEnded":
      // For the keeper of the rollback points; the machine does not know of them.
      return fold;
    case "callReleased":
      return { ...fold, released: new Set(fold.released).add(record.component) };
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
      return { ...fold, ...nothingKnown(), step: nextStep(fold.step, record.event), running: new Map() };
    case "safetyDecided":
      return { ...fold, decisionsTold: fold.decisionsTold + 1 };
    case "deploymentStarted":
    case "runStopped":
    case "deploymentEnded":
      return fold;
  }
}

/** Of a command that has not been given yet. */
export function nothingKnown(): Pick<DeploymentFold, "given" | "facts" | "released"> {
  return { given: false, facts: new Map(), released: new Set() };
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
