// Several files at once: each by itself, and against the others.

import { expect, test } from "vitest";
import { validateFiles } from "../../src/documents/index.js";
import {
  brief,
  COMPONENTS_2024,
  COMPONENTS_2026,
  COMPONENTS_FILE_2024,
  givenFiles,
  MANIFEST_2024,
  MANIFEST_2026,
  TOPOLOGY_2026,
  TOPOLOGY_HEAD,
} from "./given-files.js";

const PART_2026 = TOPOLOGY_HEAD + COMPONENTS_2026;
const HEAD_2026 = `${TOPOLOGY_HEAD}system_type: core\n`;

const mixedForbidden = (text: string, type: string): string =>
  text.replace(`  ${type}:\n`, `  ${type}:\n    mixed_versions: forbidden\n`);

test.each<{ name: string; files: Readonly<Record<string, string>>; expected: readonly string[] }>([
  { name: "nothing", files: {}, expected: [] },
  { name: "a whole 2026 system", files: { m: MANIFEST_2026, t: TOPOLOGY_2026 }, expected: [] },
  { name: "a split 2026 system", files: { m: MANIFEST_2026, t: HEAD_2026, c: PART_2026 }, expected: [] },
  { name: "a split 2024 system", files: { m: MANIFEST_2024, c: COMPONENTS_FILE_2024 }, expected: [] },
  {
    name: "a type that must not be mixed, and one component of it",
    files: { m: mixedForbidden(MANIFEST_2026, "gateway"), t: TOPOLOGY_2026 },
    expected: [],
  },
  {
    name: "a type that must not be mixed, and two components of it",
    files: { m: mixedForbidden(MANIFEST_2026, "rtos"), t: `${TOPOLOGY_2026}  - component_type: rtos\n` },
    expected: ["m:11:5 warning CONSTRAINTS_MIXED_VERSIONS"],
  },
  {
    name: "the same in the other dialect",
    files: { m: mixedForbidden(`${MANIFEST_2024}${COMPONENTS_2024}  - { component_type: rtos, id: R998 }\n`, "rtos") },
    expected: ["m:11:5 warning CONSTRAINTS_MIXED_VERSIONS"],
  },
  {
    name: "the same where the owner of the system says so",
    files: {
      m: MANIFEST_2026,
      t: `${TOPOLOGY_2026}  - component_type: rtos\n`,
      c: "api_version: mender/v1\nkind: constraints\ncomponent_types:\n  rtos: { mixed_versions: forbidden }\n",
    },
    expected: ["c:4:11 warning CONSTRAINTS_MIXED_VERSIONS"],
  },
  {
    name: "the order of the files does not matter",
    files: { c: COMPONENTS_FILE_2024, m: MANIFEST_2024 },
    expected: [],
  },
  {
    name: "a 2024 manifest beside a topology",
    files: { m: MANIFEST_2024 + COMPONENTS_2024, t: TOPOLOGY_2026 },
    expected: [],
  },
  {
    name: "the system type of a topology",
    files: { m: MANIFEST_2026, t: TOPOLOGY_2026.replace("core", "edge") },
    expected: ["m:4:26 error MANIFEST_SYSTEM_TYPE_MISMATCH"],
  },
  {
    name: "types of a topology",
    files: { m: MANIFEST_2026, t: TOPOLOGY_2026.replace("rtos", "display") },
    expected: ["t:7:21 error MANIFEST_UNKNOWN_COMPONENT_TYPE", "m:10:3 warning MANIFEST_UNUSED_COMPONENT_TYPE"],
  },
  {
    name: "types of a second file",
    files: { m: MANIFEST_2026, t: HEAD_2026, c: PART_2026.replace("rtos", "display") },
    expected: ["c:6:21 error MANIFEST_UNKNOWN_COMPONENT_TYPE", "m:10:3 warning MANIFEST_UNUSED_COMPONENT_TYPE"],
  },
  {
    name: "a type that is nearly right",
    files: { m: MANIFEST_2024, c: COMPONENTS_FILE_2024.replace("gateway", "gateways") },
    expected: ["c:4:21 error MANIFEST_UNKNOWN_COMPONENT_TYPE"],
  },
  {
    name: "components twice",
    files: { m: MANIFEST_2024 + COMPONENTS_2024, c: COMPONENTS_FILE_2024 },
    expected: ["m:13:1 error MANIFEST_COMPONENTS_TWICE"],
  },
  {
    name: "components twice in a topology",
    files: { t: TOPOLOGY_2026, c: PART_2026 },
    expected: ["t:4:1 error MANIFEST_COMPONENTS_TWICE"],
  },
  {
    name: "components of a topology alone",
    files: { c: PART_2026 },
    expected: ["c:1:1 warning TOPOLOGY_WITHOUT_SYSTEM_TYPE"],
  },
  {
    name: "several manifests for one topology",
    files: { a: MANIFEST_2026, b: MANIFEST_2026.replace("rtos:", "rots:"), t: TOPOLOGY_2026 },
    expected: ["t:7:21 error MANIFEST_UNKNOWN_COMPONENT_TYPE"],
  },
  {
    name: "one broken file does not hide the faults of another",
    files: { a: "a: [", b: `${TOPOLOGY_2026}extra: 1\n` },
    expected: ["a:1:4 error MANIFEST_SYNTAX", "b:9:1 error MANIFEST_UNKNOWN_KEY"],
  },
])("$name", async ({ files, expected }) => {
  expect(brief(await validateFiles(Object.values(givenFiles(files))))).toEqual(expected);
});

test("a file that is named twice is read once", async () => {
  const files = givenFiles({ c: PART_2026 });
  expect((await validateFiles([files.c, files.c])).length).toBe(1);
});

test("several faults of one file come in the order of the file", async () => {
  const text = `kind: topology\nkind: topology\nsystem_type: 1.0\ncomponents:\n  - component_type: a/b\n    id: 1\n    interface_args: a\nzzz: 1\n`;
  const files = givenFiles({ t: text });
  expect(brief(await validateFiles([files.t]))).toEqual([
    "t:1:1 error MANIFEST_MISSING_KEY",
    "t:2:1 error MANIFEST_DUPLICATE_KEY",
    "t:3:14 warning MANIFEST_TEXT_UNQUOTED",
    "t:5:21 error MANIFEST_NAME_UNSAFE",
    "t:6:5 error MANIFEST_UNKNOWN_KEY",
    "t:7:21 error MANIFEST_WRONG_TYPE",
    "t:8:1 error MANIFEST_UNKNOWN_KEY",
  ]);
});

test("faults between files, and between parts of one, stand where they are in it", async () => {
  const unknown = PART_2026.replace("component_type: rtos", "component_type: unheard-of").concat("zzz: 1\n");
  const files = givenFiles({
    m: MANIFEST_2026.concat("yyy: 1\n"),
    t: TOPOLOGY_2026.slice(0, TOPOLOGY_2026.indexOf("components:")),
    p: unknown,
  });
  const found = await validateFiles([files.m, files.t, files.p]);
  const places = found.map(({ location }) => [location?.file, location?.line ?? 0] as const);
  expect(found.map(({ code }) => code)).toContain("MANIFEST_UNKNOWN_COMPONENT_TYPE");
  for (const file of [files.m, files.p]) {
    const lines = places.filter(([of]) => of === file).map(([, line]) => line);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  }
  expect([...new Set(places.map(([file]) => file))]).toEqual([files.m, files.p]);
});

test.each([
  [
    "is misspelt",
    "kind: topolgy",
    ["t:1:14 error MANIFEST_API_VERSION", "t:2:7 error MANIFEST_KIND_UNKNOWN", "t:4:1 error MANIFEST_UNKNOWN_KEY"],
  ],
  ["is like none", "kind: recipe", ["t:1:14 error MANIFEST_API_VERSION", "t:2:7 error MANIFEST_KIND_UNKNOWN"]],
])("other faults are told where the kind %s", async (_, kind, expected) => {
  const files = givenFiles({ t: `api_version: mender/v9\n${kind}\nsystem_type: core\nzzz: 1\n` });
  expect(brief(await validateFiles([files.t]))).toEqual(expected);
});

test("what an alias repeats is told once, where the text is", async () => {
  const files = givenFiles({
    t: `x-a: &args [[], 1.0]\n${TOPOLOGY_2026}  - component_type: rtos\n    interface_args: *args\n  - component_type: rtos\n    interface_args: *args\n`,
  });
  expect(brief(await validateFiles([files.t]))).toEqual([
    "t:1:13 error MANIFEST_WRONG_TYPE",
    "t:1:17 warning MANIFEST_TEXT_UNQUOTED",
  ]);
});
