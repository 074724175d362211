// Whatever a file contains, validating it ends with diagnostics, and never with an exception.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CATALOGUE, hasErrors, renderDiagnostic } from "../../src/base/index.js";
import { LIMITS, loadManifest, validateFiles } from "../../src/documents/index.js";
import { isLongRun, temporaryFolder } from "../support/index.js";
import { COMPONENTS_2024, MANIFEST_2024, MANIFEST_2026, TOPOLOGY_2026 } from "./given-files.js";

const numRuns = isLongRun ? 20_000 : 300;
const CONSTRAINED = `${MANIFEST_2026}    version: v2
    stepping_stones: [{ version: v1.5, artifact_path: b }]
    moves: [["1.x", v2]]
    rollback: unsupported
constraints:
  end_states:
    - { gateway: v1, rtos: [v2, ">=3"] }
    - { gateway: "*", acceptable: false }
  requires: [{ type: rtos, version: v2, needs: { gateway: "*" } }]
planning: { ordering: hint }
`;
const sound = [CONSTRAINED, MANIFEST_2024 + COMPONENTS_2024, MANIFEST_2026, TOPOLOGY_2026];

/** A sound document in which pieces are cut out, doubled, or replaced by something that means something to YAML. */
const mutated = fc
  .record({
    text: fc.constantFrom(...sound),
    edits: fc.array(
      fc.record({
        at: fc.nat(700),
        cut: fc.nat(12),
        put: fc.oneof(
          fc.constantFrom(
            " ",
            "  ",
            "\n",
            "\t",
            ":",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            '"',
            "'",
            "&a ",
            "*a",
            "!t ",
            "#",
          ),
          fc.constantFrom(
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "|",
            ">",
            "? ",
            "<<: ",
            "__proto__: ",
            "~",
            "1e1",
            "\\",
            "\r",
            "x-",
          ),
          fc.string({ unit: "binary", maxLength: 4 }),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ text, edits }) =>
    edits.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), text),
  );

const anything = fc.oneof(
  { weight: 6, arbitrary: mutated.map((text) => new TextEncoder().encode(text)) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }).map((text) => new TextEncoder().encode(text)) },
  { weight: 1, arbitrary: fc.uint8Array() },
  { weight: 1, arbitrary: fc.json().map((text) => new TextEncoder().encode(text)) },
);

describe("any bytes", () => {
  const folder = temporaryFolder();
  const path = join(folder, "document.yaml");

  test("give diagnostics that can be shown, at places that exist", async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (content) => {
        writeFileSync(path, content);
        const found = await validateFiles([path]);
        expect(found.length).toBeLessThanOrEqual(LIMITS.maxFaults + 1);
        for (const diagnostic of found) {
          expect(CATALOGUE).toHaveProperty(diagnostic.code);
          const { location } = diagnostic;
          expect(location?.file).toBe(path);
          if (location?.lineText !== undefined)
            expect(location.column).toBeLessThanOrEqual(location.lineText.length + 1);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a terminal
          expect(renderDiagnostic(diagnostic)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
        }
      }),
      { numRuns },
    );
  });

  test("validating and loading agree on what is sound by itself", async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (text) => {
        writeFileSync(path, text);
        const refused = hasErrors(await validateFiles([path]));
        const loaded = await loadManifest({ manifestPath: path });
        if (refused) expect(loaded.ok).toBe(false);
      }),
      { numRuns },
    );
  });
});
