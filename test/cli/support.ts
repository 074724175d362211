// Runs the command line in this process, with streams that remember and use cases that a test hands in.

import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import type { App } from "../../src/cli/app-types.js";
import { type OutputStream, runCli } from "../../src/cli/index.js";

export class Remembering implements OutputStream {
  text = "";
  isTTY = false;
  columns: number | undefined;
  rows: number | undefined;

  write(text: string | Uint8Array, done?: () => void): boolean {
    this.text += typeof text === "string" ? text : Buffer.from(text).toString("latin1");
    done?.();
    return true;
  }
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunInput {
  readonly app?: Partial<App>;
  readonly signals?: EventEmitter;
  readonly programName?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdout?: Remembering;
  readonly stderr?: Remembering;
  readonly stdin?: NodeJS.ReadableStream;
}

const NOW = Date.UTC(2026, 2, 1, 12, 0, 10);

export async function run(argv: readonly string[], input: RunInput = {}): Promise<Ran> {
  const stdout = input.stdout ?? new Remembering();
  const stderr = input.stderr ?? new Remembering();
  const code = await runCli(
    argv,
    {
      ...{ stdout, stderr, stdin: input.stdin ?? Readable.from([]), programVersion: "1.2.3" },
      programName: input.programName ?? "orchestrator",
      environment: input.environment ?? {},
    },
    {
      loadApp: async () => appOf(input.app ?? {}),
      signals: input.signals ?? new EventEmitter(),
      now: () => NOW,
    },
  );
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Use cases of which only those that a test hands in may be called. */
function appOf(given: Partial<App>): App {
  const known: Partial<App> = { createContext: () => ({ config: {} }), ...given };
  return new Proxy(known as App, {
    get: (target, name) => Reflect.get(target, name) ?? (name === "then" ? undefined : notCalled(String(name))),
  });
}

function notCalled(name: string) {
  return (): never => {
    throw new Error(`${name} was not expected to be called`);
  };
}
