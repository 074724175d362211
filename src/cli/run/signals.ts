// What Ctrl-C, SIGTERM and SIGHUP mean while a deployment runs. A host reboot sends SIGTERM and SIGHUP, so they never roll
// back: they leave at once, and `resume` goes on.

import { EXIT, type ExitCode } from "../../base/index.js";
import type { SignalSource } from "../session.js";

export interface SignalWatch {
  readonly cancelSignal: AbortSignal;
  readonly leaveSignal: AbortSignal;
  /** The exit code of a run that was left because of a signal; undefined while there was none. */
  leaveCode(): ExitCode | undefined;
  stop(): void;
}

export interface SignalWords {
  /** The first Ctrl-C. */
  readonly onCancel: () => void;
  readonly onLeave: () => void;
}

export function watchSignals(source: SignalSource, { onCancel, onLeave }: SignalWords): SignalWatch {
  const cancel = new AbortController();
  const leave = new AbortController();
  let code: ExitCode | undefined;
  const leaveWith = (exitCode: ExitCode) => () => {
    if (code !== undefined) return;
    code = exitCode;
    onLeave();
    leave.abort();
  };
  const interrupted = () => {
    if (cancel.signal.aborted) return leaveWith(EXIT.cancelled)();
    onCancel();
    cancel.abort();
  };
  const listeners = [
    ["SIGINT", interrupted],
    ["SIGTERM", leaveWith(EXIT.terminated)],
    ["SIGHUP", leaveWith(EXIT.hungUp)],
  ] as const;
  for (const [signal, listener] of listeners) source.on(signal, listener);
  return {
    cancelSignal: cancel.signal,
    leaveSignal: leave.signal,
    leaveCode: () => code,
    stop: () => {
      for (const [signal, listener] of listeners) source.off(signal, listener);
    },
  };
}
