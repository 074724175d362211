// The hints that people need most often, word for word.

import { expect, test } from "vitest";
import { validateFiles } from "../../src/documents/index.js";
import { givenFiles, MANIFEST_2024, MANIFEST_2026, TOPOLOGY_2026 } from "./given-files.js";

test.each([
  ["a type of the list that is nearly its own", '["other", "coer"]', 'did you mean "core"?', 36],
  [
    "no type that is near",
    '["other"]',
    "Use the manifest made for this system, or add its type to the list if it fits.",
    26,
  ],
])("for a system type and %s", async (_, list, hint, column) => {
  const files = givenFiles({
    m: MANIFEST_2026.replace(/^system_types_compatible:.*$/m, `system_types_compatible: ${list}`),
    t: TOPOLOGY_2026,
  });
  const [only] = await validateFiles([files.m, files.t]);
  expect(only).toMatchObject({ code: "MANIFEST_SYSTEM_TYPE_MISMATCH", hint, location: { file: files.m, column } });
});

test.each([
  {
    name: "a misspelt key",
    text: MANIFEST_2026.replace("artifact_path", "artefact_path"),
    hint: 'did you mean "artifact_path"?',
  },
  {
    name: "swapped letters",
    text: MANIFEST_2026.replace("component_types", "component_tpyes"),
    hint: 'did you mean "component_types"?',
  },
  {
    name: "a misspelt kind",
    text: MANIFEST_2026.replace("kind: manifest", "kind: manifset"),
    hint: 'did you mean "manifest"?',
  },
  {
    name: "a key of the other dialect",
    text: MANIFEST_2026.replace("name:", "version:"),
    hint: "In kind: manifest the key is called name.",
  },
  {
    name: "an id in a topology",
    text: `${TOPOLOGY_2026}    id: R1\n`,
    hint: "In a topology the id is not written: the interface answers it to the query Identity.",
  },
  {
    name: "args in a topology",
    text: TOPOLOGY_2026.replace("interface_args", "args"),
    hint: "In a topology the key is called interface_args.",
  },
  {
    name: "a type near another",
    text: `${MANIFEST_2024}components:\n  - component_type: gatewya\n    id: G\n  - component_type: rtos\n    id: R\n`,
    hint: 'did you mean "gateway"?',
  },
  {
    name: "a number where text is needed",
    text: MANIFEST_2024.replace('"system-v1"', "1.10"),
    hint: 'Write it in quotes: "1.10".',
  },
  {
    name: "a key that nobody knows",
    text: `${TOPOLOGY_2026}zebra: 1\n`,
    hint: 'Known here: api_version, kind, system_type, components. A key of your own begins with "x-".',
  },
  {
    name: "a word that is no truth value",
    text: `${MANIFEST_2026}constraints: { end_states: [{ gateway: v1, acceptable: NO }] }\n`,
    hint: "Write true or false.",
  },
  {
    name: "half a pair",
    text: MANIFEST_2026.replace("  rtos:\n", "  rtos:\n    rollback: [[v1]]\n"),
    hint: "Write both versions, as [from, to].",
  },
  {
    name: "an alias for an anchor nearby",
    text: `${TOPOLOGY_2026}x-a: &strategy 1\nx-b: *stratgy\n`,
    hint: 'did you mean "strategy"?',
  },
])("$name", async ({ text, hint }) => {
  const files = givenFiles({ "document.yaml": text });
  const found = await validateFiles([files["document.yaml"]]);
  expect(found.map((diagnostic) => diagnostic.hint)).toContain(hint);
});

test("a stepping stone without an artifact is called what it is", async () => {
  const stone = "  rtos:\n    stepping_stones: [{ version: v0 }]\n";
  const files = givenFiles({ "m.yaml": MANIFEST_2026.replace("  rtos:\n", stone) });
  const [only] = await validateFiles([files["m.yaml"]]);
  expect(only?.message).toBe("This stepping stone has neither artifact_path nor artifact_name");
});

test("rows for older versions, and the system's own for newer ones, are no slip", async () => {
  const rows = (list: string) => `constraints: { end_states: [${list}] }\n`;
  const manifest = MANIFEST_2026.replace("  rtos:\n", "  rtos:\n    version: 2.0.0\n");
  const files = givenFiles({
    "m.yaml": `${manifest}${rows('{ rtos: 2.0.0 }, { rtos: "1.x" }, { rtos: [">=3", "1.x"] }')}`,
    "c.yaml": `kind: constraints\n${rows('{ rtos: ["2.x", ">=3"] }, { rtos: ">=3" }')}`,
  });
  expect(await validateFiles([files["m.yaml"], files["c.yaml"]])).toEqual([]);
});
