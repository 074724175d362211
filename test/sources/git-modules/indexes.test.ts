// Indexes that are written: the global one, and the switch of a module. Whatever else stands in them stays as it is.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  globalIndexWith,
  readGlobalIndex,
  setEnabled,
  writeGlobalIndex,
} from "../../../src/sources/git-modules/index.js";
import { temporaryFolder } from "../../support/index.js";

describe("the global index", () => {
  test("is made where there is none, in its old shape", () => {
    const text = globalIndexWith(undefined, { adblock: "1.1.0" }, { repositoryUrl: "https://x/y.git", branch: "main" });
    expect(text).toBe(`{
    "metadata": {
        "schema_version": "1.0.0",
        "channel": "stable",
        "repository_url": "https://x/y.git",
        "branch": "main"
    },
    "packages": {
        "adblock": "1.1.0"
    }
}
`);
  });

  const edits: Readonly<Record<string, readonly [text: string, after: string]>> = {
    "another version": [
      '{"packages": {"a": "1.0.0", "z": 1.10}, "x": 1e2}',
      '{"packages": {"a": "2.0.0", "z": 1.10}, "x": 1e2}',
    ],
    "one more, in one line": ['{"packages":{"z":"1"}}', '{"packages":{"z":"1", "a":"2.0.0"}}'],
    "one more, with tabs": [
      '{\n\t"packages": {\n\t\t"z": "1"\n\t}\n}',
      '{\n\t"packages": {\n\t\t"z": "1",\n\t\t"a": "2.0.0"\n\t}\n}',
    ],
    "no packages": ['{\n  "debug": true\n}\n', '{\n  "debug": true,\n  "packages": {\n    "a": "2.0.0"\n  }\n}\n'],
    "packages that are null": ['{"packages": null}', '{"packages": {\n        "a": "2.0.0"\n    }}'],
    "the same version": ['{ "packages": {"a":"2.0.0"} }', '{ "packages": {"a":"2.0.0"} }'],
    "nothing at all": ["{}", '{\n    "packages": {\n        "a": "2.0.0"\n    }\n}'],
  };
  test.each(Object.entries(edits))("keeps what is its owner's: %s", (_name, [text, after]) => {
    expect(globalIndexWith(text, { a: "2.0.0" })).toBe(after);
  });

  test("that cannot be read is refused, and stays", () => {
    expect(() => globalIndexWith("{", { a: "1" })).toThrow(
      expect.objectContaining({ code: "MODULES_INDEX_UNREADABLE" }),
    );
    const path = join(temporaryFolder(), "index.json");
    expect(readGlobalIndex(path)).toBeUndefined();
    writeFileSync(path, "[]");
    expect(() => readGlobalIndex(path)).toThrow(expect.objectContaining({ code: "MODULES_INDEX_UNREADABLE" }));
    writeGlobalIndex(path, "{}");
    expect(readGlobalIndex(path)).toBe("{}");
    expect(() => writeGlobalIndex(join(path, "x"), "{}")).toThrow(
      expect.objectContaining({ code: "MODULES_UNWRITABLE" }),
    );
  });
});

describe("a module is switched", () => {
  const switches: readonly (readonly [text: string, isEnabled: boolean, after: string | undefined])[] = [
    ['{"metadata": {"enabled": true,  "v": 1.10}}', false, '{"metadata": {"enabled": false,  "v": 1.10}}'],
    [
      '{\n    "metadata": {\n        "v": "1"\n    }\n}',
      false,
      '{\n    "metadata": {\n        "v": "1",\n        "enabled": false\n    }\n}',
    ],
    ['{"metadata": {"enabled": false}}', true, '{"metadata": {"enabled": true}}'],
    ['{"metadata": {"enabled": "no"}}', true, '{"metadata": {"enabled": true}}'],
    ['{"metadata": {}}', true, undefined],
    ['{"metadata": {"enabled": false}}', false, undefined],
  ];
  test.each(switches)("%j to %j", (text, isEnabled, after) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "index.json"), text);
    expect(setEnabled(folder, isEnabled)).toBe(after !== undefined);
    expect(readFileSync(join(folder, "index.json"), "utf8")).toBe(after ?? text);
  });

  test("only where it has an index that can be read", () => {
    const folder = temporaryFolder();
    const refusal = expect.objectContaining({ code: "MODULES_INDEX_UNREADABLE" });
    expect(() => setEnabled(folder, false)).toThrow(refusal);
    writeFileSync(join(folder, "index.json"), "{");
    expect(() => setEnabled(folder, false)).toThrow(refusal);
  });
});
