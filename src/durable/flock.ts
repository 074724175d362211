// flock(2) on an open file: the system frees the lock when the process is gone, however it went, so there is no stale lock and
// no time-out to wait for.

import { spawn } from "node:child_process";

/** `unavailable`: the program flock is missing or failed. */
export type Locking = { readonly kind: "locked" | "held" } | { readonly kind: "unavailable"; readonly why: string };

/**
 * Locks the open file at once, or finds that another process holds the lock. It is held until the descriptor is closed. The program
 * inherits the file as descriptor 3, and the lock stays ours when it has ended. Node's own spawn, since execa does not hand on
 * a descriptor.
 */
export async function lockFile(descriptor: number): Promise<Locking> {
  const child = spawn("flock", ["-xn", "3"], { stdio: ["ignore", "ignore", "ignore", descriptor] });
  const exitCode = await new Promise<number | undefined>((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("close", (code) => resolve(code ?? undefined));
  });
  if (exitCode === 0) return { kind: "locked" };
  if (exitCode === 1) return { kind: "held" };
  return { kind: "unavailable", why: exitCode === undefined ? "flock did not run" : `flock exited with ${exitCode}` };
}
