// The moments at which the crashing program may die, each with a name that is the same in every run: its kind, and which one of
// its kind it is. Calls of one order group run at the same time, so a plain number would be another moment in another run.

import type { Command, JournalRecord } from "../../../src/model/index.js";

export interface Moments {
  /** Of the next moment of a kind: `writing callEnded Download #2`. */
  next(kind: string): string;
  /** All so far, in order. */
  readonly names: readonly string[];
}

export function createMoments(): Moments {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    next: (kind) => {
      const number = (numbers.get(kind) ?? 0) + 1;
      numbers.set(kind, number);
      const name = `${kind} #${number}`;
      names.push(name);
      return name;
    },
  };
}

/** Of each kind of moment the first and the last: with several order groups, one at either end of the system. */
export function firstAndLastOfKind(names: readonly string[]): readonly string[] {
  return names.filter((name) => numberOf(name) === 1 || !names.includes(nextOfKind(name)));
}

const numberOf = (name: string): number => Number(name.slice(name.lastIndexOf("#") + 1));

const nextOfKind = (name: string): string => name.replace(/\d+$/, String(numberOf(name) + 1));

/** What tells records apart, apart from whom they are about. */
export function kindOf(record: JournalRecord): string {
  switch (record.type) {
    case "commandGiven":
      return `${record.type} ${wordsOf(record.command)}`;
    case "callReleased":
    case "callSpawned":
      return `${record.type} ${record.call}`;
    case "callEnded":
      return `${record.type} ${record.call} ${record.outcome.ok ? "well" : record.outcome.reason}`;
    case "captureEnded":
    case "restoreEnded":
      return `${record.type} ${record.outcome.ok ? "well" : record.outcome.reason}`;
    case "eventHappened":
      return `${record.type} ${record.event.type}`;
    case "deploymentStarted":
    case "runStarted":
    case "safetyDecided":
    case "captureStarted":
    case "restoreStarted":
    case "runStopped":
    case "deploymentEnded":
      return record.type;
  }
}

function wordsOf(command: Command): string {
  switch (command.kind) {
    case "call":
      return command.state;
    case "ask":
      return command.query;
    case "rebootHost":
      return command.kind;
    case "passGate":
      return `gate ${command.gate}`;
    case "end":
      return command.verdict;
  }
}
