// The program as it is installed, with an answer that cannot be written: a device that is always full, a reader that has gone.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { programPath, temporaryFolder } from "../support/index.js";

const FULL = "/dev/full";

describe.skipIf(!existsSync(FULL))(`an answer into ${FULL}`, () => {
  const COMMANDS = ["--version", "--help", "status", "status --output json", "completion bash"];
  it.each(COMMANDS)("%s exits with 1 and says so", (command) => {
    const { status, stderr } = spawn(`${command} >${FULL}`);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^the answer could not be written: .*ENOSPC.*\n$/),
    });
  });
});

it.each(["--version", "status", "completion bash"])("%s into a pipe that nobody reads is no fault", (command) => {
  const { stdout, stderr } = spawn(`exec 3>&1; { ${command}; echo "exit $?" >&3; } | true`);
  expect({ stdout, stderr }).toEqual({ stdout: "exit 0\n", stderr: "" });
});

/** `line` begins with what the program is called with, or has it in braces. */
function spawn(line: string) {
  const program = `"${process.execPath}" "${programPath}"`;
  const script = line.includes("{ ") ? line.replace("{ ", `{ ${program} `) : `${program} ${line}`;
  const environment = { PATH: process.env["PATH"], MENDER_ORCHESTRATOR_DATASTORE_DIR: temporaryFolder() };
  return spawnSync("sh", ["-c", script], { env: environment, encoding: "utf8" });
}
