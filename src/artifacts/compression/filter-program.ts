// Sends bytes through a program that reads stdin and writes stdout, at the reader's pace. What the program says on stderr is
// not heard: its exit code is its verdict. It ends with the reader: killed when the reader leaves, when the source fails, or when
// it stands still.

import { once } from "node:events";
import type { Writable } from "node:stream";
import type { OrchestratorError } from "../../base/index.js";
import { type RunningProgram, startProgram } from "../../programs/index.js";
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

export async function* throughProgram(
  bytes: AsyncIterable<Buffer>,
  filter: Filter,
): AsyncGenerator<Buffer, void, void> {
  const program = startProgram({ path: filter.path, args: filter.args });
  const ended = endOf(program, filter);
  const patience = createPatience(filter.stallSeconds ?? PROGRAM_STALL_SECONDS, program.end);
  const feeding = feed(bytes, program, patience);
  try {
    for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
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
    program.end();
    program.stdout.destroy();
    program.stdin.destroy();
    await feeding.stop();
    await ended;
  }
}

/** Never rejects: resolves to what went wrong, if anything did. */
async function endOf({ ended }: RunningProgram, { program, refusal }: Filter): Promise<OrchestratorError | undefined> {
  const end = await ended;
  switch (end.kind) {
    case "exited":
      return end.exitCode === 0 ? undefined : refusal();
    case "killed":
      return fault("ARTIFACT_PROGRAM_FAILED", `${program} was ${end.why}`);
    case "not-started":
      return fault("ARTIFACT_PROGRAM_FAILED", `${program} could not be started: ${end.why}`);
  }
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
function feed(bytes: AsyncIterable<Buffer>, { stdin, end }: RunningProgram, patience: Patience): Feeding {
  let isStopped = false;
  const pour = async () => {
    patience.rest("source");
    for await (const chunk of bytes) {
      if (isStopped) return;
      patience.expect("source");
      if (!stdin.destroyed && !stdin.write(chunk)) await drained(stdin);
      patience.rest("source");
    }
    patience.expect("source");
    stdin.end();
  };
  const done = pour();
  const failed = new Promise<never>((_, reject) => {
    done.catch((thrown) => {
      reject(thrown);
      end();
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
