// What the command line touches of the process it runs in. main.ts passes the real ones, tests pass their own.

/** Every name the program answers to. */
export const PROGRAM_NAMES = ["orchestrator", "mender-orchestrator", "mender-update-orchestrator"] as const;

export interface OutputStream {
  /** `done` is called when all that was written before has gone out, or cannot. */
  write(text: string | Uint8Array, done?: () => void): unknown;
  on?(event: "error", listener: (error: Error) => void): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

export interface Io {
  /** The answer. */
  readonly stdout: OutputStream;
  /** The log, progress, errors. */
  readonly stderr: OutputStream;
  readonly stdin: NodeJS.ReadableStream;
  readonly environment: NodeJS.ProcessEnv;
  /** The name the program was called by: orchestrator, mender-orchestrator or mender-update-orchestrator. */
  readonly programName: string;
  readonly programVersion: string;
}
