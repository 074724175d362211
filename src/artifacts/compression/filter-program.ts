// Sends bytes through a program that reads stdin and writes stdout, at the reader's pace. What the program says on stderr is
// not read: its exit code is its verdict. It gets no environment that could change what it does, and it ends with the
// reader: killed when the reader leaves, when the source fails, or when it stands still.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { messageOf, type OrchestratorError } from "../../base/index.js";
import { fault } from "../fault.js";
import { PROGRAM_STALL_SECONDS } from "../limits.js";
import type { Program } from "./packer-path.js";
import { createPatience, type Patience } from "./patience.js";

export interface Filter {
  readonly program: Program;
  /** Absolute. */
  readonly path: string;
  readonly args: readonly string[];
  /** What it means when the program exits with anything but 0. */
  refusal(): OrchestratorError;
  /** For how long it may neither take nor give anything although both are waited for. */
  readonly stallSeconds?: number;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

export async function* throughProgram(
  bytes: AsyncIterable<Buffer>,
  filter: Filter,
): AsyncGenerator<Buffer, void, void> {
  const child = start(filter);
  const ended = endOf(child, filter);
  const patience = createPatience(filter.stallSeconds ?? PROGRAM_STALL_SECONDS, () => child.kill("SIGKILL"));
  const feeding = feed(bytes, child, patience);
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      patience.rest("reader");
      yield chunk;
      patience.expect("reader");
    }
    const end = await Promise.race([feeding.failed, ended]);
    if (patience.isOver()) throw fault("ARTIFACT_PROGRAM_FAILED", `${filter.program} stood still and was ended`);
    if (end !== undefined) throw end;
    await feeding.done;
  } finally {
    patience.end();
    child.kill("SIGKILL");
    child.stdout.destroy();
    child.stdin.destroy();
    await feeding.stop();
    await ended;
  }
}

/** A group of its own: Ctrl-C at the terminal is for the orchestrator, which ends the program in its own time. */
function start({ path, args }: Filter): Child {
  const env = { LC_ALL: "C", PATH: process.env["PATH"] ?? "" };
  const child = spawn(path, [...args], { stdio: ["pipe", "pipe", "ignore"], env, cwd: "/", detached: true });
  child.stdin.on("error", () => undefined); // It left before it had taken everything; its exit code says why.
  return child;
}

/** Never rejects: resolves to what went wrong, if anything did. */
function endOf(child: Child, { program, refusal }: Filter): Promise<OrchestratorError | undefined> {
  return new Promise((resolve) => {
    child.once("error", (thrown) =>
      resolve(fault("ARTIFACT_PROGRAM_FAILED", `${program} could not be started: ${messageOf(thrown)}`, thrown)),
    );
    child.once("close", (code, signal) => {
      if (signal !== null) resolve(fault("ARTIFACT_PROGRAM_FAILED", `${program} was ended by ${signal}`));
      else resolve(code === 0 ? undefined : refusal());
    });
  });
}

interface Feeding {
  /** Resolves when the source has ended; rejects with what it fails with, having ended the program. */
  readonly done: Promise<void>;
  /** The same, but never resolves. */
  readonly failed: Promise<never>;
  /** Nothing more is read than what is being waited for. */
  stop(): Promise<void>;
}

/** A program that has left takes the rest silently: whether the source itself is right shows at its end. */
function feed(bytes: AsyncIterable<Buffer>, child: Child, patience: Patience): Feeding {
  let isStopped = false;
  const pour = async () => {
    patience.rest("source");
    for await (const chunk of bytes) {
      if (isStopped) return;
      patience.expect("source");
      if (!child.stdin.destroyed && !child.stdin.write(chunk)) await drained(child.stdin);
      patience.rest("source");
    }
    patience.expect("source");
    child.stdin.end();
  };
  const done = pour();
  const failed = new Promise<never>((_, reject) => {
    done.catch((thrown) => {
      reject(thrown);
      child.kill("SIGKILL");
    });
  });
  failed.catch(() => undefined); // It comes out of `done`, or nobody is there any more to be told.
  const stop = async () => {
    isStopped = true;
    await done.catch(() => undefined);
  };
  return { done, failed, stop };
}

async function drained(stdin: Writable): Promise<void> {
  if (stdin.destroyed) return;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(stdin, "drain", { signal }), once(stdin, "close", { signal })]).catch(() => undefined);
  settled.abort();
}
