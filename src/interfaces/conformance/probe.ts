// One call of the interface under test, with all it printed. The calls of a deployment go through the port instead; this
// is for first arguments that no deployment would use, and for seeing stdout as it is.

import { argumentsOf, type CallName } from "../call-form.js";
import { createAnswerSink } from "../output.js";
import { createPipePool } from "../pipe-pool.js";
import { type ProcessEnd, startProcess } from "../run-process.js";
import { DEFAULT_LIMITS } from "../settings.js";
import type { ConformanceRequest } from "./request.js";

export interface Answer {
  readonly end: ProcessEnd;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Probe {
  /** Calls the interface with this first argument, in the call form of the dialect. Never rejects for a fault of the interface. */
  call(firstArgument: string): Promise<Answer>;
  close(): Promise<void>;
}

const LIMITS = { ...DEFAULT_LIMITS, graceMilliseconds: 500 };

export function createProbe(
  request: ConformanceRequest,
  folders: { readonly workDir: string; readonly pipes: string },
): Probe {
  const pool = createPipePool(folders.pipes);
  let count = 0;
  return {
    async call(firstArgument) {
      count += 1;
      let stop: () => void = () => undefined;
      const stdout = createAnswerSink(LIMITS.answerBytes, () => stop());
      const stderr = createAnswerSink(LIMITS.answerBytes, () => undefined);
      // An unknown first argument is the point of one rule, so the name is not only a CallName here.
      const form = { name: firstArgument as CallName, workDir: folders.workDir, dialect: request.dialect };
      const running = await startProcess(
        {
          file: request.path,
          args: argumentsOf(form, request.component),
          cwd: folders.workDir,
          environment: request.environment,
          mark: `conformance/${process.pid}.${count}`,
          timeoutSeconds: request.timeoutSeconds,
          limits: LIMITS,
          log: request.log,
          signal: request.signal,
          stdout,
          stderr,
          onSpawned: () => undefined,
        },
        pool,
      );
      stop = () => running.stop("flood");
      return { end: await running.end, stdout: stdout.text(), stderr: stderr.text() };
    },
    close: () => pool.removeIfIdle(),
  };
}
