// One line for what begins and what ends, for logs of builds and for pipes. Questions are mentioned only when they fail.

import {
  decisionSentence,
  type JournalRecord,
  ROLLBACK_STATES,
  type StampedRecord,
  UPDATE_STATES,
} from "../../model/index.js";
import { pointRecordText } from "../render/rollback-point.js";
import { formatClock, formatDuration, printable } from "../render/text.js";
import { failureText } from "../render/words.js";

/** Makes `12:04:07 rtos.R456 ArtifactInstall …`, or undefined for a record that is not worth a line. */
export function createLineMaker(): (record: StampedRecord) => string | undefined {
  const running = new Set<string>();
  return ({ record, at }) => {
    if (record.type === "callSpawned") {
      const isNew = !running.has(nameOf(record));
      running.add(nameOf(record));
      return isNew && isState(record.call) ? `${formatClock(at)} ${nameOf(record)} …` : undefined;
    }
    if (record.type === "callEnded") running.delete(nameOf(record));
    const text = endText(record);
    return text === undefined ? undefined : `${formatClock(at)} ${text}`;
  };
}

function endText(record: JournalRecord): string | undefined {
  switch (record.type) {
    case "callEnded":
      return callEndText(record);
    case "commandGiven":
      return record.command.kind === "rebootHost" ? "host reboot" : undefined;
    case "eventHappened":
      return record.event.type === "hostRebootFailed"
        ? `host reboot FAILED: ${printable(record.event.message)}`
        : undefined;
    case "captureStarted":
    case "captureEnded":
    case "restoreStarted":
    case "restoreEnded":
      return pointRecordText(record);
    case "safetyDecided":
      return `by the constraints: ${printable(decisionSentence(record.decision))}`;
    default:
      return undefined;
  }
}

function callEndText(record: Extract<JournalRecord, { type: "callEnded" }>): string | undefined {
  const { outcome, component, call } = record;
  const took = formatDuration(outcome.durationMilliseconds);
  if (outcome.ok) return isState(call) ? `${nameOf(record)} done in ${took}` : undefined;
  return `${nameOf(record)} FAILED after ${took}: ${failureText({ component, call, message: outcome.message })}`;
}

/** A call begins once, though Download starts a process for each question it asks first. */
function nameOf({ component, call }: { readonly component: string; readonly call: string }): string {
  return `${component} ${call}`;
}

function isState(call: string): boolean {
  return [...UPDATE_STATES, ...ROLLBACK_STATES].some((state) => state === call);
}
