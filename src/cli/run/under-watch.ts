// What a run in front of a person ends with: its answer, once the terminal is as it was found, or what it has thrown. Signals are
// watched until then, and no longer.

import { type ExitCode, OrchestratorError } from "../../base/index.js";
import type { SignalWatch } from "./signals.js";

export interface Watched<Answer> {
  readonly watch: SignalWatch;
  /** May be ended twice. */
  readonly progress: { end(): void };
  readonly run: () => Promise<Answer>;
  /** `leaveCode` is defined where a signal has ended the run. */
  readonly answer: (ran: Answer, leaveCode: ExitCode | undefined) => ExitCode;
}

/** One that was left before it had begun ends with the code of the signal. */
export async function underWatch<Answer>({ watch, progress, run, answer }: Watched<Answer>): Promise<ExitCode> {
  try {
    const ran = await run();
    progress.end();
    return answer(ran, watch.leaveCode());
  } catch (thrown) {
    const leaveCode = watch.leaveCode();
    const wasLeft = thrown instanceof OrchestratorError && thrown.code === "CANCELLED";
    if (wasLeft && leaveCode !== undefined) return leaveCode;
    throw thrown;
  } finally {
    progress.end();
    watch.stop();
  }
}
