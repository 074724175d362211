// One line for what begins and what ends, for logs of builds and for pipes. Questions are mentioned only when they fail.

import { ROLLBACK_STATES, type StampedRecord, UPDATE_STATES } from "../../model/index.js";
import { formatClock, formatDuration, printable } from "../render/text.js";

/** `12:04:07 rtos.R456 ArtifactInstall …`, or undefined for a record that is not worth a line. */
export function lineOf({ record, at }: StampedRecord): string | undefined {
  const clock = formatClock(at);
  switch (record.type) {
    case "callSpawned":
      return isState(record.call) ? `${clock} ${record.component} ${record.call} …` : undefined;
    case "callEnded": {
      const { outcome } = record;
      const what = `${clock} ${record.component} ${record.call}`;
      const took = formatDuration(outcome.durationMilliseconds);
      if (!outcome.ok) return `${what} FAILED after ${took}: ${printable(outcome.message)}`;
      return isState(record.call) ? `${what} done in ${took}` : undefined;
    }
    case "commandGiven":
      return record.command.kind === "rebootHost" ? `${clock} host reboot` : undefined;
    case "eventHappened":
      return record.event.type === "hostRebootFailed"
        ? `${clock} host reboot FAILED: ${printable(record.event.message)}`
        : undefined;
    default:
      return undefined;
  }
}

function isState(call: string): boolean {
  return [...UPDATE_STATES, ...ROLLBACK_STATES].some((state) => state === call);
}
