// The manual page says what the command tree says, and nothing in it is taken for a macro.

import type { Command } from "commander";
import { Command as CommandClass } from "commander";
import { expect, test } from "vitest";
import { describe as descriptionsOf } from "../../packaging/command-tree.js";
import { manualPage } from "../../packaging/manual.js";

const INPUT = {
  version: "1.2.3",
  date: "2026-03-01",
  exitCodes: [
    [0, "done"],
    [2, "nothing in progress"],
  ],
} as const;
const PAGE = descriptionsOf("1.2.3").manualOf(INPUT);

test("it has every command with its options and examples, and the exit codes", () => {
  for (const heading of [".SS install [options] <manifest>", ".SS artifact write\\-manifest [options] <manifest>"]) {
    expect(PAGE.split("\n")).toContain(heading);
  }
  for (const term of [".B \\-\\-after\\-boot", ".B \\-\\-log\\-level <level>", ".B \\-o, \\-\\-output\\-path <file>"]) {
    expect(PAGE.split("\n")).toContain(term);
  }
  expect(PAGE).toContain("orchestrator install \\-\\-stop\\-before ArtifactCommit manifest.yaml");
  expect(PAGE).toContain(".B 2\nnothing in progress\n");
  expect(PAGE).toMatch(/^\.TH ORCHESTRATOR 1 "2026-03-01" "orchestrator 1\.2\.3"/);
});

test("the text of a command is text, whatever it begins with", () => {
  const program: Command = new CommandClass("p");
  program.command("c").description(".SH not a heading\n'nor this; \\fB is no escape");
  const lines = manualPage(program, INPUT).split("\n");
  expect(lines).toContain("\\&.SH not a heading");
  expect(lines).toContain("\\&'nor this; \\efB is no escape");
});

test("the completions name all that the program answers to", () => {
  const { completionOf } = descriptionsOf("1.2.3");
  for (const shell of ["bash", "fish", "zsh"] as const)
    expect(completionOf(shell)).toContain("mender-update-orchestrator");
});
