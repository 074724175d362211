// Work that a signal calls off while that leaves nothing half done, and that is otherwise brought to its end: what has been done is
// then answered all the same.

import { EXIT, type ExitCode } from "../../base/index.js";
import type { Session } from "../session.js";
import { watchSignals } from "./signals.js";

/** The work answers for itself, and heeds the signal as long as it can. */
export async function untilDone(session: Session, work: (signal: AbortSignal) => Promise<ExitCode>): Promise<ExitCode> {
  const words = "called off; what cannot be left half done is brought to its end first";
  const say = (): void => session.writeLogLine(words);
  const watch = watchSignals(session.signals, { onCancel: say, onLeave: say });
  const ended = AbortSignal.any([watch.cancelSignal, watch.leaveSignal]);
  try {
    return await work(ended);
  } catch (thrown) {
    if (ended.aborted && isCalledOff(thrown)) return watch.leaveCode() ?? EXIT.cancelled;
    throw thrown;
  } finally {
    watch.stop();
  }
}

/** What failed by itself in the same moment is told. */
function isCalledOff(thrown: unknown): boolean {
  if (typeof thrown !== "object" || thrown === null || !("facts" in thrown)) return false;
  const { facts } = thrown;
  return typeof facts === "object" && facts !== null && "isCancelled" in facts;
}
