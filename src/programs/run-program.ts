// Runs one program of the system: an argument list, never a shell; streams at the reader's pace; what it says is limited. How it
// ended is a value, since only the caller knows what that means. A program outlives nobody: it ends when it is called off.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { PassThrough, Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf, systemCodeOf } from "../base/index.js";

/** The whole of what is kept of stderr: its end, where the reason is. */
const MAX_STDERR_BYTES = 16 * 1024;
const MAX_STDOUT_BYTES = 16 * 1024 * 1024;

export interface ProgramCall {
  /** Absolute. */
  readonly path: string;
  readonly args: readonly string[];
  /** The whole environment besides PATH and the language, which is the C one, since messages are read. */
  readonly env?: Readonly<Record<string, string>>;
  /** Becomes its stdin; none is the end at once. */
  readonly input?: Readable | string;
  readonly signal?: AbortSignal;
  /** Open files that it holds as well, as 3, 4 and so on: a lock stays taken until it has ended. */
  readonly descriptors?: readonly number[];
  /** It is ended after this time; none for what takes as long as there is data. */
  readonly seconds?: number;
}

export type ProgramEnd = { readonly stderr: string } & (
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "killed"; readonly why: string; readonly saidTooMuch?: true }
  | { readonly kind: "not-started"; readonly why: string }
);

export interface RunningProgram {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Rejects only with what the input failed with; the program has been ended then. */
  readonly ended: Promise<ProgramEnd>;
  end(): void;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Whoever calls reads stdout to its end, or destroys it. `input: undefined` leaves stdin to the caller. */
export function startProgram(call: ProgramCall): RunningProgram {
  // A group of its own: Ctrl-C at the terminal is for the orchestrator, which ends the program in its own time.
  const env = { PATH: process.env["PATH"] ?? "", LC_ALL: "C", ...call.env };
  const child = spawnWith(call, env);
  child.stdin.on("error", () => undefined); // It left before it had taken everything; how it ended says why.
  let isOver = false;
  child.once("close", () => {
    isOver = true; // Its number may soon be another's.
  });
  const end = () => {
    if (!isOver) endGroup(child);
  };
  const ended = Promise.all([endOf(child, call), fed(child, call.input, end)]).then(([how]) => how);
  ended.catch(() => undefined); // It is told to whoever asks.
  return { stdin: child.stdin, stdout: keptUntilRead(child.stdout), ended, end };
}

function spawnWith({ path, args, descriptors = [] }: ProgramCall, env: NodeJS.ProcessEnv): Child {
  // Node's types know no fourth stream beside three pipes.
  const stdio = ["pipe", "pipe", "pipe", ...descriptors] as unknown as ["pipe", "pipe", "pipe"];
  return spawn(path, [...args], { stdio, env, cwd: "/", detached: true });
}

/** What a program has written when it ends and nobody has begun to read, Node would throw away without a word. */
function keptUntilRead(stdout: Readable): Readable {
  const kept = new PassThrough({ highWaterMark: 256 * 1024 });
  pipeline(stdout, kept).catch(() => undefined); // Whoever reads it is told by the stream itself.
  return kept;
}

/** Runs it to its end and gives what it wrote to stdout. One that writes more than is kept is ended: a part is no answer. */
export async function runProgram(call: ProgramCall): Promise<ProgramEnd & { readonly stdout: string }> {
  const program = startProgram({ ...call, input: call.input ?? "" });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_STDOUT_BYTES) program.end();
    else chunks.push(chunk);
  }
  const how = await program.ended;
  if (size > MAX_STDOUT_BYTES) {
    const why = `it wrote more than ${MAX_STDOUT_BYTES} bytes`;
    return { kind: "killed", why, saidTooMuch: true, stderr: how.stderr, stdout: "" };
  }
  return { ...how, stdout: Buffer.concat(chunks).toString("utf8") };
}

/** Never rejects. */
function endOf(child: Child, { signal, seconds }: ProgramCall): Promise<ProgramEnd> {
  const stderr = lastOf(child.stderr);
  const callOff = () => endGroup(child);
  const timer = seconds === undefined ? undefined : setTimeout(callOff, seconds * 1000);
  signal?.addEventListener("abort", callOff, { once: true });
  if (signal?.aborted === true) callOff();
  return new Promise<ProgramEnd>((resolve) => {
    child.once("error", (thrown) => resolve({ kind: "not-started", why: messageOf(thrown), stderr: "" }));
    child.once("close", (exitCode, by) => {
      if (exitCode !== null) resolve({ kind: "exited", exitCode, stderr: stderr() });
      else resolve({ kind: "killed", why: `ended by ${by}`, stderr: stderr() });
    });
  }).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", callOff);
  });
}

/** With whatever it has started: one that keeps its stdout open would keep us waiting. */
function endGroup({ pid }: Child): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (thrown) {
    if (systemCodeOf(thrown) !== "ESRCH") throw thrown;
  }
}

async function fed(child: Child, input: Readable | string | undefined, end: () => void): Promise<void> {
  if (input === undefined) return;
  const source = typeof input === "string" ? Readable.from([Buffer.from(input)]) : input;
  try {
    await pipeline(source, child.stdin);
  } catch (thrown) {
    if (LEFT_EARLY.has(systemCodeOf(thrown) ?? "")) return;
    end();
    throw thrown;
  }
}

const LEFT_EARLY: ReadonlySet<string> = new Set([
  "EPIPE",
  "ECONNRESET",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_STREAM_DESTROYED",
]);

function lastOf(stream: Readable): () => string {
  let kept = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-MAX_STDERR_BYTES);
  });
  return () => kept.toString("utf8").trim();
}
