// A zsh completion, with descriptions. Put into a folder of $fpath as _<program>, or sourced.

import { functionName, quoted } from "./quoting.js";
import type { CompletionNode, CompletionOption, ProgramNames } from "./tree.js";

export function zshScript(program: ProgramNames, nodes: readonly CompletionNode[]): string {
  const name = functionName(program.name);
  const programs = [program.name, ...program.otherNames].join(" ");
  const paths = nodes.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(" ")));
  return `#compdef ${programs}
${name}() {
  local where="" next i
  local -a offers
  for ((i = 2; i < CURRENT; i++)); do
    next="\${where:+$where }\${words[i]}"
    case "$next" in
      ${paths.join("|")}) where="$next" ;;
    esac
  done
  case "$where:\${words[CURRENT-1]}" in
${nodes.flatMap(optionValueCases).join("\n")}
  esac
  case "$where" in
${nodes.map(nodeCase).join("\n")}
  esac
}
if [ "$funcstack[1]" = "${name}" ]; then ${name} "$@"; else compdef ${name} ${programs}; fi
`;
}

function optionValueCases(node: CompletionNode): readonly string[] {
  return node.options
    .filter(({ value }) => value !== "none")
    .map((option) => {
      const patterns = option.flags.map((flag) => quoted(`${node.path.join(" ")}:${flag}`)).join("|");
      return `    ${patterns}) ${offerValue(option.value)}; return ;;`;
    });
}

function offerValue(value: CompletionOption["value"]): string {
  if (value === "file") return "_files";
  return typeof value === "string" ? "true" : `compadd -- ${value.map(quoted).join(" ")}`;
}

function nodeCase({ path, children, options, operand }: CompletionNode): string {
  const flags = options.flatMap((option) =>
    option.flags.filter((flag) => flag.startsWith("--")).map((flag) => described(flag, option.description)),
  );
  const offerFlags = `offers=(${flags.join(" ")}); _describe option offers`;
  const commands = children.map((child) => described(child.name, child.description));
  const otherwise =
    commands.length > 0 ? `offers=(${commands.join(" ")}); _describe command offers` : offerValue(operand);
  return `    ${quoted(path.join(" "))}) if [[ "$PREFIX" == -* ]]; then ${offerFlags}; else ${otherwise}; fi ;;`;
}

function described(word: string, description: string): string {
  return quoted(`${word}:${description.replaceAll(":", " -")}`);
}
