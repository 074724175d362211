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
    name: "an alias for an anchor nearby",
    text: `${TOPOLOGY_2026}x-a: &strategy 1\nx-b: *stratgy\n`,
    hint: 'did you mean "strategy"?',
  },
])("$name", async ({ text, hint }) => {
  const files = givenFiles({ "document.yaml": text });
  const found = await validateFiles([files["document.yaml"]]);
  expect(found.map((diagnostic) => diagnostic.hint)).toContain(hint);
});
