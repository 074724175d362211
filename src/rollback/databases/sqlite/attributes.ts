// Mode, owner, times, extended attributes and ACLs of one file onto another, by cp, since Node has no word for half of them. Both are
// given as open files: between a look at a path and its use, whoever owns the folder could put a link there.

import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { toolPath } from "../../tool.js";

/** Rejects with a system error, or with what cp says. */
export async function copyAttributes(from: string, to: string): Promise<void> {
  const source = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const target = await open(to, constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      await copy(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Node's own spawn, since the child inherits both as descriptors. */
async function copy(source: FileHandle, target: FileHandle): Promise<void> {
  const path = toolPath({ name: "cp", package: "coreutils" });
  const child = spawn(path, ["--attributes-only", "--preserve=all", "--", "/proc/self/fd/3", "/proc/self/fd/4"], {
    stdio: ["ignore", "ignore", "pipe", source.fd, target.fd],
  });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(0, 500);
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (exitCode !== 0) throw new Error(`attributes could not be copied: ${said.trim()}`);
}
