// A bash completion: one function that finds the command among the words typed, then offers what fits there.

import { functionName, quoted } from "./quoting.js";
import type { CompletionNode, CompletionOption, ProgramNames } from "./tree.js";

export function bashScript(program: ProgramNames, nodes: readonly CompletionNode[]): string {
  const name = functionName(program.name);
  const programs = [program.name, ...program.otherNames].join(" ");
  const paths = nodes.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(" ")));
  return `# bash completion of ${programs}
${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" where="" next i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${where:+$where }\${COMP_WORDS[i]}"
    case "$next" in
      ${paths.join("|")}) where="$next" ;;
    esac
  done
  case "$where:$prev" in
${nodes.flatMap(optionValueCases).join("\n")}
  esac
  case "$where" in
${nodes.map(nodeCase).join("\n")}
  esac
}
${name}_files() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$1"))
}
complete -F ${name} ${programs}
`.replaceAll("FILES", `${name}_files`);
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
  if (value === "file") return 'FILES "$cur"';
  return typeof value === "string" ? "true" : offerWords(value);
}

function offerWords(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W ${quoted(words.join(" "))} -- "$cur"))`;
}

function nodeCase({ path, children, options, operand }: CompletionNode): string {
  const flags = options.flatMap((option) => option.flags.filter((flag) => flag.startsWith("--")));
  const words = children.length > 0 ? children.map(({ name }) => name) : typeof operand === "string" ? [] : operand;
  const otherwise = operand === "file" ? 'FILES "$cur"' : offerWords(words);
  return `    ${quoted(path.join(" "))}) if [[ "$cur" == -* ]]; then ${offerWords(flags)}; else ${otherwise}; fi ;;`;
}
