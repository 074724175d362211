// What the program tells a script. 2 and 4 are the protocol's (interface-protocol, section 6); the rest is ours.

export const EXIT = {
  done: 0,
  /** Failed and rolled back: the system is as before. Also: stopped before the rollback as asked; refused, in progress. */
  failed: 1,
  nothingInProgress: 2,
  /** Failed and not everything could be brought back: a person is needed. */
  inconsistent: 3,
  hostRebootRequired: 4,
  /** Bad arguments, documents or artifacts, found before anything was touched. */
  badInput: 5,
  /** Refused by constraints, or not trusted; nothing was touched. */
  refused: 6,
  locked: 7,
  /** SIGHUP: left at once, resumable. */
  hungUp: 129,
  /** Cancelled and rolled back; also left at once by a second Ctrl-C, resumable. */
  cancelled: 130,
  /** SIGTERM: left at once, resumable. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * Of several that one command came to, the first of these. A host that is to be rebooted comes before all, since nothing goes on
 * otherwise; then what needs a person, what was left by a signal, what has failed, and what was refused.
 */
const BY_SEVERITY: readonly ExitCode[] = [
  ...[EXIT.hostRebootRequired, EXIT.inconsistent, EXIT.terminated, EXIT.hungUp, EXIT.cancelled, EXIT.failed],
  ...[EXIT.refused, EXIT.badInput, EXIT.locked, EXIT.nothingInProgress],
];

export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return BY_SEVERITY.find((code) => codes.includes(code)) ?? EXIT.done;
}
