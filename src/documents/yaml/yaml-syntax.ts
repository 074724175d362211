// What the YAML parser complains of, in words for someone who did not write a YAML parser, at the place where the hand
// slipped. The parser notices many faults later than they are: on the next line, or at the end of the file.

import type { ErrorCode as YamlErrorCode } from "yaml";
import type { Diagnostic } from "../../base/index.js";
import { fault } from "../fault.js";
import { clip } from "../wording.js";
import { explainIndentation } from "./indentation.js";
import type { SourceText } from "./source-text.js";
import type { TokenScan } from "./token-scan.js";
import type { YamlProblem } from "./yaml-problem.js";

interface Explanation {
  readonly message: string;
  readonly hint?: string;
  readonly offset?: number;
  readonly offsetEnd?: number;
}

/** The first fault, and those of the others that cannot be mere consequences of it. */
export function explainSyntax(
  source: SourceText,
  problems: readonly YamlProblem[],
  scan: TokenScan,
): readonly Diagnostic[] {
  const sorted = [...problems].sort((a, b) => a.pos[0] - b.pos[0]);
  const [first, ...others] = sorted;
  if (first === undefined) return [];
  const independent = others.filter((problem) => STANDS_ALONE.has(problem.code));
  return distinctLines([first, ...independent].map((problem) => toDiagnostic(source, problem, scan)));
}

/** Faults within one value: they say nothing about the lines around them, and follow from nothing there. */
const STANDS_ALONE: ReadonlySet<YamlErrorCode> = new Set([
  "TAB_AS_INDENT",
  "BAD_SCALAR_START",
  "BAD_DQ_ESCAPE",
  "TAG_RESOLVE_FAILED",
  "BAD_DIRECTIVE",
]);

function distinctLines(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<number | undefined>();
  return diagnostics.filter(({ location }) => !seen.has(location?.line) && seen.add(location?.line));
}

function toDiagnostic(source: SourceText, problem: YamlProblem, scan: TokenScan): Diagnostic {
  const explanation = explain(source, problem, scan);
  const { message, hint, offset = problem.pos[0], offsetEnd = problem.pos[1] } = explanation;
  return fault({ code: "MANIFEST_SYNTAX", message, hint, location: source.locate(offset, offsetEnd) });
}

function explain(source: SourceText, problem: YamlProblem, scan: TokenScan): Explanation {
  if (scan.openQuoteAt !== undefined && problem.code === "MISSING_CHAR") return openQuote(scan.openQuoteAt);
  if (scan.openBracketAt !== undefined && /^Flow (map|sequence)/.test(problem.message)) {
    return openBracket(source, scan.openBracketAt);
  }
  return explainIndentation(source, problem) ?? explainColon(source, problem) ?? explainCode(source, problem);
}

function openQuote(offset: number): Explanation {
  return {
    message: "This quote is never closed",
    hint: 'Close it on the same line; inside double quotes, write a quote as \\".',
    offset,
    offsetEnd: offset + 1,
  };
}

function openBracket(source: SourceText, offset: number): Explanation {
  const bracket = source.text[offset] ?? "[";
  const message = `This ${bracket} is never closed`;
  return { message, hint: `Add the closing ${bracket === "[" ? "]" : "}"}.`, offset, offsetEnd: offset + 1 };
}

/** Colons: none after a key, no space after one, or one too many in a value. */
function explainColon(source: SourceText, { code, message, pos }: YamlProblem): Explanation | undefined {
  const line = (source.locate(pos[0]).lineText ?? "").trim();
  if (code === "BLOCK_AS_IMPLICIT_KEY" && message.startsWith("Nested")) {
    return { message: "A value cannot contain a colon followed by a space", hint: "Put the whole value in quotes." };
  }
  if (code !== "MULTILINE_IMPLICIT_KEY" && !/Implicit map keys need/.test(message)) return undefined;
  const glued = /^(?:- )*([^\s:"'#]+):\S/.exec(line);
  if (glued !== null) {
    return {
      message: "There is no space after the colon",
      hint: `Write "${clip(glued[1] ?? "")}: " with a space after the colon.`,
    };
  }
  return {
    message: "A key must be followed by a colon",
    hint: "Write KEY: VALUE, or indent the line if it continues the value above.",
  };
}

function explainCode(source: SourceText, { code, message, pos }: YamlProblem): Explanation {
  const character = source.text[pos[0]] ?? "";
  switch (code) {
    case "TAB_AS_INDENT":
      return { message: "The line is indented with a tab", hint: "YAML is indented with spaces only." };
    case "BAD_SCALAR_START":
      return {
        message: `A value cannot begin with ${character} unless it is quoted`,
        hint: "Put the value in quotes.",
      };
    case "BAD_DQ_ESCAPE":
      return {
        message: `${clip(source.text.slice(...pos))} is no escape that YAML knows`,
        hint: "Write a backslash as \\\\, or use single quotes.",
      };
    case "TAG_RESOLVE_FAILED":
      return {
        message: `The tag ${clip(source.text.slice(...pos))} is not supported`,
        hint: "Remove it; write text in quotes.",
      };
    case "BAD_DIRECTIVE":
      return { message: "This directive is not understood", hint: "Remove the line that begins with %." };
    case "BAD_INDENT":
      return {
        message: "The line is not indented like its neighbours",
        hint: "Align it with the lines it belongs to.",
      };
    default:
      return { message: `This is not valid YAML: ${clip(message)}` };
  }
}
