// docs/command-line.md and the command tree say the same: every command, every option, every exit code, and none besides.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../src/base/index.js";
import { commandTree } from "../../src/cli/index.js";
import { projectRoot } from "../support/index.js";
import { Remembering } from "./support.js";

const DOCUMENT = readFileSync(join(projectRoot, "docs", "command-line.md"), "utf8");

const PROGRAM = commandTree({
  ...{ stdout: new Remembering(), stderr: new Remembering(), stdin: Readable.from([]) },
  ...{ environment: {}, programName: "orchestrator", programVersion: "1.2.3" },
});

/** Commands that do something, with the words that call them. */
function commands(command: Command, path: readonly string[] = []): readonly { name: string; command: Command }[] {
  const below = command.commands.flatMap((child) => commands(child, [...path, child.name()]));
  const isGroup = command.commands.length > 0 && command.name() !== "history";
  return isGroup ? below : [{ name: path.join(" "), command }, ...below];
}

const COMMANDS = commands(PROGRAM);
const OPTIONS = [...PROGRAM.options, ...COMMANDS.flatMap(({ command }) => command.options)];

/** `### \`install MANIFEST\`` → its words, one heading may name several. */
const headings = [...DOCUMENT.matchAll(/^### (`.*`)$/gm)].flatMap(([, titles = ""]) =>
  [...titles.matchAll(/`([^`]+)`/g)].map(([, title = ""]) => title.replace(/ \[?[A-Z]+\]?…?$/, "")),
);

describe("docs/command-line.md", () => {
  it("has a heading for every command, and for no other", () => {
    expect([...headings].sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  it.each([...new Set(OPTIONS.flatMap(({ short, long }) => [short, long]))].filter((flag) => flag !== undefined))(
    "explains %s",
    (flag) => expect(DOCUMENT).toMatch(new RegExp(`\`${flag}[\` ]`)),
  );

  it("names no option that is not there", () => {
    const known = ["--help", ...OPTIONS.map(({ long }) => long)];
    const named = [...DOCUMENT.matchAll(/`(--[a-z-]+)/g)].map(([, flag]) => flag);
    expect(named.filter((flag) => !known.includes(flag))).toEqual([]);
  });

  it("explains every exit code", () => {
    const documented = [...DOCUMENT.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(documented).toEqual(Object.values(EXIT).sort((a, b) => a - b));
  });
});
