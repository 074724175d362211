// The loader of manifests and of all that belongs to them. Whatever the bytes, it ends with diagnostics that can be shown, at
// places that exist; and loading takes nothing that validating refuses.

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CATALOGUE, type Diagnostic, hasErrors, renderDiagnostic } from "../../../src/base/index.js";
import { LIMITS, loadManifest, validateFiles } from "../../../src/documents/index.js";
import { mutate, type Words } from "../mutate.js";
import type { Random } from "../random.js";
import type { Target } from "../target.js";

const WORDS: Words = [
  ...([
    " ",
    "  ",
    "\n",
    "\n  ",
    "\n    ",
    "\t",
    ":",
    ": ",
    "- ",
    "\n- ",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    ",",
    "#",
    "? ",
    "|",
    ">",
    "|-\n",
  ] as const),
  ...["&a ", "*a", "&a [*a,*a]", "<<: ", "!t ", "!!str ", "!!binary ", "---\n", "...\n", "%YAML 1.1\n", "%TAG ! x\n"],
  ...[
    "null",
    "~",
    "true",
    "yes",
    "1e1",
    "0x1f",
    "0o7",
    ".inf",
    ".nan",
    "-1",
    "9007199254740993",
    "2026-01-01",
    "\\",
    "\r",
  ],
  ...[
    "__proto__",
    "constructor",
    "x-a",
    "\ufeff",
    "\u2028",
    "\u0085",
    Buffer.from([0xff]),
    Buffer.from([0xc3]),
    "\0",
    "𝒳",
  ],
  ...[
    "api_version",
    "kind",
    "component_types",
    "components",
    "constraints",
    "requires",
    "end_states",
    "moves",
    "rollback",
  ],
  ...[
    "order",
    "max_parallel",
    "artifact_sha256",
    "serial",
    "expires",
    "stepping_stones",
    "interface_args",
    "id",
    "version",
  ],
];

const FIXTURES = join("test", "documents", "fixtures");

function documents(): readonly Buffer[] {
  const names = readdirSync(FIXTURES).sort();
  return names.map((name) => readFileSync(join(FIXTURES, name))).filter(({ length }) => length < 20_000);
}

export function createManifestTarget(): Target {
  const seeds = documents();
  const path = join(mkdtempSync(join(process.env["FUZZ_FOLDER"] ?? tmpdir(), "manifest-")), "document.yaml");
  return {
    name: "manifest",
    make: (random: Random) => mutate(random.pick(seeds), random, WORDS),
    judge: async (input) => {
      writeFileSync(path, input);
      const found = await validateFiles([path]);
      const loaded = await loadManifest({ manifestPath: path });
      if (hasErrors(found) && loaded.ok) return "it is refused, and loaded";
      return whatIsWrong(found, path) ?? whatIsWrong(loaded.ok ? loaded.warnings : loaded.diagnostics, path);
    },
  };
}

function whatIsWrong(found: readonly Diagnostic[], path: string): string | undefined {
  if (found.length > LIMITS.maxFaults * 2 + 2) return `${found.length} diagnostics`;
  return found.map((diagnostic) => faultOf(diagnostic, path)).find((fault) => fault !== undefined);
}

function faultOf(diagnostic: Diagnostic, path: string): string | undefined {
  const { code, location } = diagnostic;
  if (!(code in CATALOGUE)) return `no such code: ${code}`;
  if (
    location?.file === path &&
    location.lineText !== undefined &&
    (location.column ?? 1) > location.lineText.length + 1
  ) {
    return `${code} at column ${location.column} of a line of ${location.lineText.length}`;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a terminal
  return /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(renderDiagnostic(diagnostic))
    ? `${code} shows a control character`
    : undefined;
}
