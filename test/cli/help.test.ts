// Every command explains itself, with examples that the command line itself accepts the words of.

import { Readable } from "node:stream";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { commandTree } from "../../src/cli/index.js";
import { Remembering, run } from "./support.js";

const PROGRAM = commandTree({
  ...{ stdout: new Remembering(), stderr: new Remembering(), stdin: Readable.from([]) },
  ...{ environment: {}, programName: "orchestrator", programVersion: "1.2.3" },
});

function paths(command: Command, path: readonly string[] = []): readonly (readonly string[])[] {
  return [path, ...command.commands.flatMap((child) => paths(child, [...path, child.name()]))];
}

const COMMANDS = paths(PROGRAM).map((path) => ({ name: path.join(" ") || "orchestrator", path }));

describe("--help", () => {
  it.each(COMMANDS)("$name: exit 0, on stdout, with a usage line", async ({ path }) => {
    const { code, stdout, stderr } = await run([...path, "--help"]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toContain(`Usage: ${["orchestrator", ...path].join(" ")}`);
  });

  const worked = COMMANDS.filter(({ path }) => !["artifact", "constraints", "interface"].includes(path.join(" ")));
  it.each(worked)("$name: has examples of itself", async ({ path }) => {
    const { stdout } = await run([...path, "--help"]);
    const examples = stdout.slice(stdout.indexOf("Examples:"));
    expect(examples).toContain(`  ${["orchestrator", ...path].join(" ")}`);
  });

  it.each([["install"], ["history"], []])("help %s is the same", async (...command) => {
    const { code, stdout } = await run(["help", ...command]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: (await run([...command, "--help"])).stdout });
  });

  it("help of what there is not is refused", async () => {
    const { code, stderr } = await run(["help", "nosuch"]);
    expect(code).toBe(5);
    expect(stderr).toContain("orchestrator --help");
  });

  it("groups the commands", async () => {
    const { stdout } = await run(["--help"]);
    for (const heading of ["Update a system:", "See what is and what was:", "Shell:"])
      expect(stdout).toContain(heading);
  });

  it("speaks of itself by the name it was called by", async () => {
    const { stdout } = await run(["install", "--help"], { programName: "mender-update-orchestrator" });
    expect(stdout).toContain("  mender-update-orchestrator install ");
    expect(stdout).not.toContain("\n  orchestrator ");
  });
});
