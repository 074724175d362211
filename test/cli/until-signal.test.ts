// A signal while interfaces are asked: the use case is told, nothing is answered, and the exit code says which signal it was.

import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import type { App } from "../../src/cli/app-types.js";
import { run } from "./support.js";

const SIGNALS = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const;

const COMMANDS = [
  ["plan", "m.yaml"],
  ["show-provides"],
  ["show-inventory"],
  ["interface", "check", "./board"],
] as const;

/** Use cases that go on until they are told to end, and then fail as a question does that was cut short. */
function hangs(onAsked: () => void): Partial<App> {
  const hang = (signal: AbortSignal | undefined) =>
    new Promise<never>((_, reject) => {
      signal?.addEventListener("abort", () => reject(new Error("was cancelled")));
      setImmediate(onAsked);
    });
  return {
    planSystem: (_, { signal }) => hang(signal),
    checkInterface: (_, { signal }) => hang(signal),
    showProvides: (_, signal) => hang(signal),
    showInventory: (_, signal) => hang(signal),
  };
}

describe.each(COMMANDS.map((command) => [command.join(" "), command] as const))("%s", (_, command) => {
  it.each(SIGNALS)("ends with what it has asked on %s, and exits with %i", async (signal, code) => {
    const signals = new EventEmitter();
    const app = hangs(() => signals.emit(signal));
    expect(await run([...command], { app, signals })).toEqual({ code, stdout: "", stderr: "" });
    expect(signals.eventNames()).toEqual([]);
  });
});
