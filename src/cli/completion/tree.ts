// The command tree as a completion script needs it, whatever the shell.

import type { Argument, Command, Option } from "commander";

/** What a script is for. */
export interface ProgramNames {
  readonly name: string;
  readonly otherNames: readonly string[];
}

export interface CompletionOption {
  /** `-t`, `--topology-components`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** What may follow: nothing, one of these words, or a file. */
  readonly value: "none" | "file" | "any" | readonly string[];
}

export interface CompletionNode {
  /** Words after the program's name; empty for the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly children: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletionOption[];
  /** What stands without a dash. */
  readonly operand: "none" | "file" | "any" | readonly string[];
}

/** The program and every command below it. Options of the program stand in every node: they are taken everywhere. */
export function completionTree(program: Command): readonly CompletionNode[] {
  const everywhere = program.options.map(optionOf);
  return walk(program, [], everywhere);
}

function walk(
  command: Command,
  path: readonly string[],
  everywhere: readonly CompletionOption[],
): readonly CompletionNode[] {
  const own = path.length === 0 ? [] : command.options.map(optionOf);
  const help: CompletionOption = { flags: ["-h", "--help"], description: "show help", value: "none" };
  const node: CompletionNode = {
    path,
    description: command.summary() || command.description(),
    children: command.commands.map((child) => ({ name: child.name(), description: child.summary() })),
    options: [...own, ...everywhere, help],
    operand: operandOf(command.registeredArguments[0]),
  };
  return [node, ...command.commands.flatMap((child) => walk(child, [...path, child.name()], everywhere))];
}

function optionOf(option: Option): CompletionOption {
  const flags = [option.short, option.long].filter((flag) => flag !== undefined && flag !== null);
  return { flags, description: option.description, value: followerOf(option) };
}

function followerOf(option: Option): CompletionOption["value"] {
  if (!option.required && !option.optional) return "none";
  if (option.argChoices !== undefined) return option.argChoices;
  return /<(file|dir|path)>/.test(option.flags) ? "file" : "any";
}

function operandOf(argument: Argument | undefined): CompletionNode["operand"] {
  if (argument === undefined) return "none";
  if (argument.argChoices !== undefined) return argument.argChoices;
  return ["manifest", "files", "file", "path"].includes(argument.name()) ? "file" : "any";
}
