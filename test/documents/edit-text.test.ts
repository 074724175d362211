// What is set stands there afterwards; every other line is as it was.

import { expect, test } from "vitest";
import { parse } from "yaml";
import { editText } from "../../src/documents/index.js";

const TEXT = `# head

name: v2   # the name
component_types:
  gateway: # big
    artifact_path: gateway.mender   # here

    # order
    update_strategy: {order: 10}
  rtos: {artifact_path: r.mender, version: v2}
  other: &o
    artifact_path: >-
      a long
      path
    stepping_stones:
      - version: v1
        artifact_path: o1.mender
      - {version: v1.5, artifact_path: x, sha: abc}
  more: *o`;

const AFTER = ["artifact_path", "artifact_name"];
const at = (...map: readonly (string | number)[]) => ({ map, key: "sha", value: "0123", after: AFTER });
const MAPS = [
  ["component_types", "gateway"],
  ["component_types", "rtos"],
  ["component_types", "other"],
  ["component_types", "other", "stepping_stones", 0],
  ["component_types", "other", "stepping_stones", 1],
  ["component_types", "more"],
];
const EDITS = [{ map: [], key: "serial", value: 7, after: ["name"] }, ...MAPS.map((map) => at(...map))];

test("block maps, flow maps, items of lists, maps that aliases share", () => {
  const value = parse(editText(TEXT, EDITS), { schema: "core" });
  expect(value).toMatchObject({
    ...{ name: "v2", serial: 7 },
    component_types: {
      gateway: { artifact_path: "gateway.mender", sha: "0123", update_strategy: { order: 10 } },
      rtos: { artifact_path: "r.mender", sha: "0123", version: "v2" },
      other: { artifact_path: "a long path", sha: "0123", stepping_stones: [{ sha: "0123" }, { sha: "0123" }] },
      more: { sha: "0123" },
    },
  });
});

test("lines that were there are there, in their order, but for those of flow maps", () => {
  const lines = editText(TEXT, EDITS).split("\n");
  const kept = TEXT.split("\n").filter((line) => !line.includes("{artifact_path") && !line.includes("{version"));
  expect(lines.filter((line) => kept.includes(line))).toEqual(kept);
  expect(lines).toContain('    sha: "0123"');
});

test("setting again what is set changes nothing", () => {
  const once = editText(TEXT, EDITS);
  expect(editText(once, EDITS)).toBe(once);
});

test("JSON stays JSON", () => {
  const text = '{"name": "v2", "component_types": {"a": {"artifact_path": "p"}}}';
  const edited = editText(text, [{ map: [], key: "serial", value: 7, after: ["name"] }, at("component_types", "a")]);
  expect(JSON.parse(edited)).toEqual({
    name: "v2",
    serial: 7,
    component_types: { a: { artifact_path: "p", sha: "0123" } },
  });
});

test("line ends of another system stay", () => {
  const edited = editText("name: v2\r\nkind: x\r\n", [{ map: [], key: "serial", value: 7, after: ["name"] }]);
  expect(edited).toBe("name: v2\r\nserial: 7\r\nkind: x\r\n");
});
