// The human form of a diagnostic: the caret stands under the fault, and nothing of the file acts on the terminal.

import { expect, test } from "vitest";
import { type Diagnostic, renderDiagnostic } from "../../src/base/index.js";

const base: Diagnostic = { code: "MANIFEST_SYNTAX", severity: "error", message: "It is wrong" };

function at(lineText: string, column: number, columnEnd = column + 1): Diagnostic {
  return { ...base, location: { file: "m.yaml", line: 17, column, columnEnd, lineText } };
}

test.each<{ name: string; diagnostic: Diagnostic; expected: readonly string[] }>([
  { name: "without a place", diagnostic: base, expected: ["error MANIFEST_SYNTAX: It is wrong"] },
  {
    name: "with a file alone",
    diagnostic: { ...base, location: { file: "m.yaml" }, hint: "Do it right." },
    expected: ["m.yaml: error MANIFEST_SYNTAX: It is wrong", "  hint: Do it right."],
  },
  {
    name: "with a line",
    diagnostic: { ...at(" - a: b", 2), severity: "warning", hint: "Indent it." },
    expected: [
      "m.yaml:17:2: warning MANIFEST_SYNTAX: It is wrong",
      "   17 |  - a: b",
      "      |  ^",
      "  hint: Indent it.",
    ],
  },
  {
    name: "a range",
    diagnostic: at("name: 1.10", 7, 11),
    expected: ["m.yaml:17:7: error MANIFEST_SYNTAX: It is wrong", "   17 | name: 1.10", "      |       ^^^^"],
  },
  {
    name: "an empty line",
    diagnostic: at("", 1),
    expected: ["m.yaml:17:1: error MANIFEST_SYNTAX: It is wrong", "   17 |", "      | ^"],
  },
  {
    name: "a tab is one column",
    diagnostic: at("\tname", 2),
    expected: ["m.yaml:17:2: error MANIFEST_SYNTAX: It is wrong", "   17 |  name", "      |  ^"],
  },
  {
    name: "escape sequences are shown, not sent",
    diagnostic: at("a\x1b[31mb\u202ec", 3),
    expected: ["m.yaml:17:3: error MANIFEST_SYNTAX: It is wrong", "   17 | a·[31mb·c", "      |   ^"],
  },
])("$name", ({ diagnostic, expected }) => {
  expect(renderDiagnostic(diagnostic).split("\n")).toEqual(expected);
});

test("a long line is cut around the caret", () => {
  const [, line = "", caret = ""] = renderDiagnostic(at(`${"a".repeat(500)}X${"b".repeat(500)}`, 501)).split("\n");
  expect(line.length).toBeLessThan(120);
  expect(line[caret.indexOf("^")]).toBe("X");
});

test("a range longer than the line ends with it", () => {
  const [, , caret = ""] = renderDiagnostic(at("short", 2, 5000)).split("\n");
  expect(caret).toBe("      |  ^^^^");
});
