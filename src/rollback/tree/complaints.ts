// What GNU tar says while it packs, sorted: what a living tree explains is for the warnings, all else is a failure.

import type { OrchestratorError } from "../../base/index.js";
import type { Ended } from "./child.js";
import { fault, isFull } from "./faults.js";
import { shown } from "./raw-name.js";

const VANISHED = /^(.*): (?:Cannot (?:stat|open|readlink): No such file or directory|File removed before we read it)$/;
const CHANGED = /^(.*): (?:file changed as we read it|File shrank by \d+ bytes; padding with zeros)$/;
const SOCKET = /^(.*): socket ignored$/;
const CLOSING = /^Exiting with failure status due to previous errors$/;

export interface Complaints {
  readonly warnings: readonly string[];
  /** What it could not do. */
  readonly failure: string | undefined;
}

export function complaintsOf({ exitCode, said }: Ended): Complaints {
  const warnings: string[] = [];
  for (const line of said) {
    const warning = warningIn(line);
    if (warning !== undefined) warnings.push(warning);
    else if (!CLOSING.test(line)) return { warnings, failure: shown(line) };
  }
  const isKnown = exitCode === 0 || (said.length > 0 && (exitCode === 1 || exitCode === 2));
  return { warnings, failure: isKnown ? undefined : `tar ended with ${exitCode ?? "a signal"}` };
}

function warningIn(line: string): string | undefined {
  const [, vanished] = VANISHED.exec(line) ?? [];
  if (vanished !== undefined) return `${shown(vanished)} vanished before it was read, and is not in the backup`;
  const [, changed] = CHANGED.exec(line) ?? [];
  if (changed !== undefined) return `${shown(changed)} changed while it was read`;
  const [, socket] = SOCKET.exec(line) ?? [];
  return socket === undefined ? undefined : socketLeftOut(shown(socket));
}

export function socketLeftOut(path: string): string {
  return `${path} is a socket, and is not in the backup`;
}

export function notPacked(source: string, failure: string): OrchestratorError {
  const isDenied = /: Permission denied$/.test(failure);
  return fault("BACKUP_FAILED", `${source} could not be read as a whole: ${failure}`, {
    ...(isDenied && { hint: "Run as root, or as somebody who may read all of it." }),
  });
}

/** While unpacking, a complaint of any kind means that the copy is not what it should be. */
export function unpackFailure({ exitCode, said }: Ended, program = "tar"): OrchestratorError | undefined {
  if (exitCode === 0 && said.length === 0) return undefined;
  const [first = `${program} ended with ${exitCode ?? "a signal"}`] = said;
  const full = said.find(isFull);
  return fault(
    full === undefined ? "BACKUP_FAILED" : "BACKUP_FULL",
    `A copy could not be written: ${shown(full ?? first)}`,
  );
}
