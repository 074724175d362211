// Runs install, resume or rollback in front of a person or a script: signals in, progress on stderr, the answer on stdout.

import type { ExitCode } from "../../base/index.js";
import type { RunVerb } from "../../model/index.js";
import type { App, AppContext, Live, RunResult } from "../app-types.js";
import { answerRun } from "../render/run-answer.js";
import type { RunFlags } from "../run-options.js";
import type { Session } from "../session.js";
import { openProgress } from "./progress.js";
import { watchSignals } from "./signals.js";
import { underWatch } from "./under-watch.js";

export interface Deploying {
  readonly session: Session;
  readonly flags: RunFlags;
  readonly verb: RunVerb;
}

type Work<Answer> = (app: App, context: AppContext, live: Live) => Promise<Answer>;

export async function runDeployment({ session, flags, verb }: Deploying, run: Work<RunResult>): Promise<ExitCode> {
  return await runWatched(session, run, (ran, leaveCode) => {
    const result = withLeaveCode(ran, leaveCode);
    answerRun(session, { result, verb }, flags.output);
    return result.exitCode;
  });
}

/** A run that was left because of a signal ends with the code of that signal. */
export function withLeaveCode(ran: RunResult, leaveCode: ExitCode | undefined): RunResult {
  return ran.outcome === "left" ? { ...ran, exitCode: leaveCode ?? ran.exitCode } : ran;
}

/** `answer` is called once the terminal is as it was found; `leaveCode` is defined where a signal has ended the run. */
export async function runWatched<Answer>(
  session: Session,
  run: Work<Answer>,
  answer: (ran: Answer, leaveCode: ExitCode | undefined) => ExitCode,
): Promise<ExitCode> {
  const { app, context, log } = await session.open();
  const progress = openProgress(session, log);
  const watch = watchSignals(session.signals, {
    onCancel: () =>
      progress.say(
        "cancelling: what was begun and is not complete is rolled back; press Ctrl-C again to leave at once (resume later)",
      ),
    onLeave: () => progress.say(`leaving; ${session.io.programName} resume goes on from here`),
  });
  return await underWatch({
    watch,
    progress,
    run: () => run(app, context, { ...watch, ...progress, observer: progress }),
    answer,
  });
}
