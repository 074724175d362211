// What the adapter is told once. Limits exist so that no interface can make the orchestrator grow or wait without end.

import type { Log } from "../base/index.js";

export interface Limits {
  /** From SIGTERM to SIGKILL of a call that is ended. */
  readonly graceMilliseconds: number;
  /** How long children may keep an exited interface's output open before they are ended too. */
  readonly lingerMilliseconds: number;
  /** The longest answer to a query. */
  readonly answerBytes: number;
  /** What is kept of the output for the outcome of a call. */
  readonly tailLines: number;
  readonly tailBytes: number;
  /** A longer line of output is cut. */
  readonly lineBytes: number;
  /** Lines of one call that reach the log; the tail goes on. */
  readonly loggedLines: number;
}

export const DEFAULT_LIMITS: Limits = {
  graceMilliseconds: 5_000,
  lingerMilliseconds: 1_000,
  answerBytes: 64 * 1024,
  tailLines: 40,
  tailBytes: 8 * 1024,
  lineBytes: 4 * 1024,
  loggedLines: 5_000,
};

export interface CallSettings {
  /** Interface name → absolute path, never resolved: $0 must keep the interface's name. */
  readonly executables: ReadonlyMap<string, string>;
  /** InterfaceTimeoutSeconds, of states and queries alike. */
  readonly timeoutSeconds: number;
  /** What interfaces inherit. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly log: Log;
  readonly limits: Limits;
  /** Names the deployment in the environment of every process it starts. */
  readonly marker: string;
}
