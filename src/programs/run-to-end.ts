// Runs a program of which only the effect is wanted, such as `sync`. Not for one that may have to be called off.

import { spawn } from "node:child_process";

const MAX_SAID_CHARACTERS = 1000;

/** Rejects with what the program said, where it did not exit with 0. */
export function runToEnd(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      if (said.length < MAX_SAID_CHARACTERS) said += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} failed${code === null ? "" : ` with ${code}`}: ${said.trim().slice(0, 1000)}`));
    });
  });
}
