// A fish completion: one `complete` line for every command and option.

import { quoted } from "./quoting.js";
import type { CompletionNode, CompletionOption, ProgramNames } from "./tree.js";

export function fishScript({ name: programName, otherNames }: ProgramNames, nodes: readonly CompletionNode[]): string {
  const lines = nodes.flatMap((node) => [
    ...node.children.map(
      (child) => `${conditioned(programName, node)} -f -a ${quoted(child.name)} -d ${quoted(child.description)}`,
    ),
    ...operandLines(programName, node),
    ...node.options.map((option) => `${conditioned(programName, node)} ${optionArguments(option)}`),
  ]);
  const same = otherNames.map((other) => `complete -c ${other} -w ${programName}`);
  return `# fish completion of ${[programName, ...otherNames].join(" ")}\n${[...lines, ...same].join("\n")}\n`;
}

/** Holds when this command has been typed and none of its own below it. */
function conditioned(programName: string, { path, children }: CompletionNode): string {
  const names = children.map(({ name }) => name).join(" ");
  const deeper = names === "" ? "" : `not __fish_seen_subcommand_from ${names}`;
  const here = path.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
  const condition = [here, deeper].filter((part) => part !== "").join("; and ");
  return `complete -c ${programName} -n ${quoted(condition)}`;
}

function operandLines(programName: string, node: CompletionNode): readonly string[] {
  if (node.operand === "file" || node.children.length > 0) return [];
  const words = typeof node.operand === "string" ? "" : ` -a ${quoted(node.operand.join(" "))}`;
  return [`${conditioned(programName, node)} -f${words}`];
}

function optionArguments({ flags, description, value }: CompletionOption): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return [...names, valueArguments(value), `-d ${quoted(description)}`].filter((part) => part !== "").join(" ");
}

function valueArguments(value: CompletionOption["value"]): string {
  if (value === "none") return "";
  if (value === "file") return "-r -F";
  return typeof value === "string" ? "-x" : `-x -a ${quoted(value.join(" "))}`;
}
