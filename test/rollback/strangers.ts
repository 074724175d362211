// What somebody may put in the place of a file of the backups: what is none, and what has no end.

import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { onTestFinished } from "vitest";

type Make = (path: string) => unknown;

export const NO_FILES: Readonly<Record<string, Make>> = {
  "a named pipe": (path) => execFileSync("mkfifo", [path]),
  "a socket": (path) => {
    const server = createServer();
    onTestFinished(() => void server.close());
    return new Promise<void>((resolve) => server.listen(path, resolve));
  },
  "a link to /dev/zero": (path) => symlinkSync("/dev/zero", path),
  "a folder": (path) => mkdirSync(path),
};

export function sparse(path: string): void {
  writeFileSync(path, "");
  truncateSync(path, 8 * 1024 ** 3);
}

export const STRANGERS: Readonly<Record<string, Make>> = { ...NO_FILES, "a file of 8 GiB": sparse };
