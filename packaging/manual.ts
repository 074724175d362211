// The manual page, made from the command tree: it says what --help says, and cannot drift from it. Only what no option tells (exit
// codes, files) is added here.

import type { Command, Help } from "commander";

export interface ManualInput {
  readonly version: string;
  /** As `YYYY-MM-DD`. */
  readonly date: string;
  readonly exitCodes: readonly (readonly [code: number, meaning: string])[];
}

/** A page of section 1, in the man macros that every reader of manual pages knows. */
export function manualPage(program: Command, { version, date, exitCodes }: ManualInput): string {
  const name = program.name();
  const help = helpOf(program);
  return [
    `.TH ${name.toUpperCase()} 1 "${date}" "${name} ${version}" "User Commands"`,
    ".SH NAME",
    `${name} \\- ${roff("update a system of components together, or bring all of it back")}`,
    ".SH SYNOPSIS",
    `.B ${roff(help.commandUsage(program))}`,
    ".SH DESCRIPTION",
    roff(program.description()),
    ...paragraph("The answer goes to standard output, the log to standard error."),
    ".SH OPTIONS",
    ...optionLines(program),
    ".SH COMMANDS",
    ...program.commands.flatMap((command) => commandLines(command, name)),
    ".SH EXIT STATUS",
    ...exitCodes.flatMap(([code, meaning]) => [".TP", `.B ${code}`, roff(meaning)]),
    ".SH FILES",
    ...FILES.flatMap(([path, what]) => [".TP", `.I ${roff(path)}`, roff(what)]),
    ".SH EXAMPLES",
    ...exampleLines(program),
    "",
  ].join("\n");
}

const FILES = [
  ["/etc/mender-orchestrator/mender-orchestrator.conf", "the configuration"],
  ["/usr/share/mender-orchestrator/interfaces/v1/", "update interfaces, by name"],
  ["/var/lib/mender-orchestrator/", "the data store: the topology, and every deployment with its journal"],
  [
    "/etc/mender-update-orchestrator/, /usr/share/mender-update-orchestrator/, /var/lib/mender-update-orchestrator/",
    "the same under the name mender-update-orchestrator",
  ],
] as const;

function commandLines(command: Command, parents: string): readonly string[] {
  const path = `${parents} ${command.name()}`;
  if (command.commands.length > 0 && command.options.length === 0) {
    return command.commands.flatMap((child) => commandLines(child, path));
  }
  const help = helpOf(command);
  return [
    `.SS ${roff(help.commandUsage(command).replace(/^\S+ /, ""))}`,
    roff(command.description() || command.summary()),
    ...optionLines(command),
    ...exampleLines(command),
    ...command.commands.flatMap((child) => commandLines(child, path)),
  ];
}

function helpOf(command: Command): Help {
  return command.createHelp();
}

function optionLines(command: Command): readonly string[] {
  const help = helpOf(command);
  return command.options.flatMap((option) => [
    ".TP",
    `.B ${roff(help.optionTerm(option))}`,
    roff(help.optionDescription(option)),
  ]);
}

const EXAMPLES = "\nExamples:\n";

/** What stands below the help, which tells it only whole. */
function exampleLines(command: Command): readonly string[] {
  let text = "";
  const writeOut = (more: string) => {
    text += more;
  };
  command.configureOutput({ writeOut }).outputHelp();
  const [, examples = ""] = text.split(EXAMPLES);
  const lines = examples.split("\n").filter((line) => line !== "");
  return lines.length === 0 ? [] : [".PP", ".nf", ...lines.map(roff), ".fi"];
}

function paragraph(text: string): readonly string[] {
  return [".PP", roff(text)];
}

/** No line of the text may be taken for a macro, no backslash for an escape, no dash for a hyphen. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("…", "...")
    .replaceAll(/^([.'])/gm, "\\&$1");
}
