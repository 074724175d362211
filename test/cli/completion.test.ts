// Completion scripts: each shell accepts its own, and bash offers what the command tree has.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { requirePrograms, temporaryFolder } from "../support/index.js";
import { run } from "./support.js";

async function scriptOf(shell: string, programName = "orchestrator"): Promise<string> {
  const { code, stdout } = await run(["completion", shell], { programName });
  expect(code).toBe(0);
  const path = join(temporaryFolder(), "completion");
  writeFileSync(path, stdout);
  return path;
}

async function parsesIn(shell: string): Promise<void> {
  const { status, stderr } = spawnSync(shell, ["-n", await scriptOf(shell)], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
}

/** What bash offers for the last of these words. */
async function offered(words: readonly string[], cwd: string): Promise<readonly string[]> {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const script = `. "$0"; COMP_WORDS=(orchestrator ${quoted}); COMP_CWORD=${words.length}; _orchestrator
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const result = spawnSync("bash", ["-c", script, await scriptOf("bash")], { cwd, encoding: "utf8" });
  expect(result.stderr).toBe("");
  return result.stdout.split("\n").filter((word) => word !== "");
}

requirePrograms(["bash"])("completion of bash", () => {
  it("parses", () => parsesIn("bash"));

  const CASES: readonly (readonly [readonly string[], readonly string[]])[] = [
    [["inst"], ["install"]],
    [["show-"], ["show-provides", "show-inventory"]],
    [["history", ""], ["show"]],
    [["install", "--st"], ["--stop-before"]],
    [["install", "--log-l"], ["--log-level"]],
    [
      ["install", "--stop-before", ""],
      ["ArtifactCommit", "ArtifactRollback", "Cleanup"],
    ],
    [["rollback", "--stop-before", "C"], ["Cleanup"]],
    [
      ["--log-format", ""],
      ["text", "json", "seed"],
    ],
    [["--log-format", "text", "status", "--output", "j"], ["json"]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [
      ["install", "man"],
      ["manifest 1.yaml", "manifest.yaml"],
    ],
    [["plan", "-t", "manifest."], ["manifest.yaml"]],
    [["status", "man"], []],
  ];
  it.each(CASES)("%j → %j", async (words, expected) => {
    const folder = temporaryFolder();
    for (const name of ["manifest.yaml", "manifest 1.yaml", "other"]) writeFileSync(join(folder, name), "");
    expect([...(await offered(words, folder))].sort()).toEqual([...expected].sort());
  });
});

requirePrograms(["zsh"])("completion of zsh", () => {
  it("parses", () => parsesIn("zsh"));
});

requirePrograms(["fish"])("completion of fish", () => {
  it("parses", () => parsesIn("fish"));
});

describe("completion", () => {
  it.each([
    ["bash", "complete -F _orchestrator orchestrator mender-orchestrator mender-update-orchestrator\n"],
    ["zsh", "#compdef orchestrator mender-orchestrator mender-update-orchestrator\n"],
    [
      "fish",
      "complete -c mender-orchestrator -w orchestrator\ncomplete -c mender-update-orchestrator -w orchestrator\n",
    ],
  ])("%s: completes every name of the program", async (shell, line) => {
    expect((await run(["completion", shell])).stdout).toContain(line);
  });

  it.each(["bash", "zsh", "fish"])("%s: has every command and the program's own name", async (shell) => {
    const { stdout } = await run(["completion", shell], { programName: "mender-orchestrator" });
    expect(stdout).toContain("mender-orchestrator");
    for (const command of ["install", "show-inventory", "artifact", "--stop-before", "--topology-components"]) {
      expect(stdout).toContain(shell === "fish" ? command.replace(/^--/, "-l ") : command);
    }
  });
});
