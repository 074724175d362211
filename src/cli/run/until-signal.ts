// Commands that ask interfaces and change nothing of a deployment: a signal ends the running calls, which are in sessions of
// their own and would not get it, and then the command.

import { EXIT, type ExitCode } from "../../base/index.js";
import type { Session } from "../session.js";
import { watchSignals } from "./signals.js";

/** Asks, then answers; not when a signal came in between. */
export async function untilSignal<Answer>(
  session: Session,
  ask: (signal: AbortSignal) => Promise<Answer>,
  answer: (given: Answer) => ExitCode,
): Promise<ExitCode> {
  const watch = watchSignals(session.signals, { onCancel: () => undefined, onLeave: () => undefined });
  const { cancelSignal, leaveSignal } = watch;
  const ended = AbortSignal.any([cancelSignal, leaveSignal]);
  const codeOfEnd = (): ExitCode => watch.leaveCode() ?? EXIT.cancelled;
  try {
    const given = await ask(ended);
    return ended.aborted ? codeOfEnd() : answer(given);
  } catch (thrown) {
    if (ended.aborted) return codeOfEnd();
    throw thrown;
  } finally {
    watch.stop();
  }
}
