// What is read of an index.json: both spellings, the shapes of real modules, and every way in which one can be broken.

import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readModuleIndex } from "../../../src/sources/git-modules/index.js";
import { temporaryFolder } from "../../support/index.js";

function read(text: string | Buffer) {
  const path = join(temporaryFolder(), "index.json");
  writeFileSync(path, text);
  return readModuleIndex(path);
}

function readWith(more: object, metadata: object = {}) {
  return read(JSON.stringify({ metadata: { schema_version: "1.0.0", ...metadata }, ...more }));
}

const NOTHING = { files: [], services: [], databases: [] };

describe("a module's index", () => {
  test("as its page describes it", () => {
    const configuration = {
      service_name: "adblock",
      config_path: "/etc/a",
      backup_paths: ["/etc/adblock/", "/var/lib/adblock/"],
    };
    expect(readWith({ configuration }, { name: "adblock", description: "Blocks" })).toEqual({
      ok: true,
      index: {
        ...{ version: "1.0.0", isEnabled: true, priority: 100, description: "Blocks", warnings: [] },
        point: { files: ["/etc/adblock", "/var/lib/adblock"], services: ["adblock.service"], databases: [] },
      },
    });
  });

  const points: Readonly<Record<string, readonly [more: object, point: object]>> = {
    adblock: [{ config: { backup_path: "/etc/unbound/blocklist.conf.bak", sources: { a: "https://x" } } }, {}],
    atuin: [{ config: { backup: { backup_dir: "/b", include_paths: ["/opt/atuin"] } } }, { files: ["/opt/atuin"] }],
    gogs: [
      { config: { service: { name: "gogs", systemd_service: "gogs.service" }, database: { type: "postgresql" } } },
      { services: ["gogs.service"] },
    ],
    "a service alone": [{ config: { service: { name: "gogs" } } }, { services: ["gogs.service"] }],
    "one path without a list": [{ config: { backup_paths: "/etc/one" } }, { files: ["/etc/one"] }],
    "both spellings": [
      { configuration: { backup_paths: ["/a/b", "/c"] }, config: { backup_paths: ["/a", "/c/"] } },
      { files: ["/c", "/a"] },
    ],
    "a rollback point": [
      {
        config: {
          rollback_point: {
            files: ["/etc/shop"],
            services: ["shop.timer"],
            databases: [
              { type: "sqlite", database: "/d.db" },
              { type: "postgresql", database: "shop", port: 1 },
            ],
          },
        },
      },
      {
        files: ["/etc/shop"],
        services: ["shop.timer"],
        databases: [
          { type: "sqlite", database: "/d.db" },
          { type: "postgresql", database: "shop", port: 1 },
        ],
      },
    ],
    hotfix: [{ operations: [{ id: 1 }], rollback: { enabled: true } }, {}],
  };
  test.each(Object.entries(points))("with what is to be captured: %s", (_name, [more, point]) => {
    expect(readWith(more)).toMatchObject({ ok: true, index: { point: { ...NOTHING, ...point }, warnings: [] } });
  });

  test("names what cannot be captured, and takes the rest", () => {
    const backup_paths = ["relative", "~/x", "/", "/a/../b", 7, "/good"];
    const reading = readWith({ config: { backup_paths, service_name: "--force" } });
    expect(reading).toMatchObject({ ok: true, index: { point: { files: ["/good"], services: [] } } });
    const warnings = reading.ok ? reading.index.warnings : [];
    expect(warnings.map(({ code, message }) => [code, message.split(" ")[0]])).toEqual(
      ['"relative"', '"~/x"', '"/"', '"/a/../b"', "7", '"--force"'].map((text) => ["MODULES_POINT_INCOMPLETE", text]),
    );
  });

  const versions: Readonly<Record<string, string>> = {
    '"1.2.0"': "1.2.0",
    '"v1.2"': "v1.2",
    '"1"': "1",
    "1.2": "1.2",
    "1.10": "1.10",
    "3": "3",
    '"1.0.0-rc.1+build"': "1.0.0-rc.1+build",
  };
  test.each(Object.entries(versions))("version %s", (written, version) => {
    expect(read(`{"metadata": {"schema_version": ${written}}}`)).toMatchObject({ ok: true, index: { version } });
  });

  test("its priority, and whether it is enabled", () => {
    expect(readWith({}, { priority: 5, enabled: false })).toMatchObject({ index: { priority: 5, isEnabled: false } });
    expect(readWith({}, { priority: null, enabled: null })).toMatchObject({
      index: { priority: 100, isEnabled: true },
    });
    expect(readWith({}, { priority: "high" })).toMatchObject({
      index: { priority: 100, warnings: [{ severity: "warning" }] },
    });
  });
});

const broken: Readonly<Record<string, readonly [text: string | Buffer, says: string, line?: number]>> = {
  "no version": ['{"metadata": {}}', "it has no metadata.schema_version", 1],
  "no metadata": ["{}", "it has no metadata.schema_version", 1],
  "a version that is none": ['{"metadata": {\n"schema_version": "one"}}', 'the version "one" cannot be read', 2],
  "a version of four parts": ['{"metadata": {"schema_version": "1.2.3.4"}}', 'the version "1.2.3.4" cannot be read', 1],
  "a version without an end": [`{"metadata": {"schema_version": "1.0.0-${"a".repeat(100)}"}}`, "cannot be read", 1],
  "a version that is a list": ['{"metadata": {"schema_version": [1]}}', "the version [1] cannot be read", 1],
  "enabled in quotes": [
    '{"metadata":{"schema_version":"1","enabled":"false"}}',
    "metadata.enabled is neither true nor false",
    1,
  ],
  "nothing in it": ["", "it ends where a value should come", 1],
  "no object": ["[]", "it is not an object in braces"],
  "a comma too much": ['{\n  "a": 1,\n}', 'a text in double quotes should come here, not "}"', 3],
  "a missing comma": ['{\n  "a": 1\n  "b": 2\n}', '"," or "}" should come here, not "\\""', 3],
  "single quotes": ["{'a': 1}", "a text in double quotes should come here", 1],
  "a comment": ["{ // remark\n}", "a text in double quotes should come here", 1],
  "a line break in a text": ['{"a": "b\nc"}', "a text has a line break", 1],
  "an end that is missing": ['{"a": [1, 2', '"," or "]" should come', 1],
  "two objects": ["{} {}", "there is more after its end", 1],
  "a key that stands twice": ['{\n"a": 1,\n"\\u0061": 2}', 'the key "a" stands there twice', 3],
  "too much depth": [`${"[".repeat(100_000)}`, "it is nested more than 64 deep", 1],
  "too much of it": [`{"a": "${"x".repeat(1024 * 1024)}"}`, "it is larger than 1048576 bytes"],
  "a byte order mark": ['\ufeff{"metadata": {}}', "it begins with a byte order mark"],
  "another encoding": [Buffer.from('{"a": "ä"}', "latin1"), "it is not UTF-8 text"],
  "a database that is none": [
    '{"config":{"rollback_point":{"databases":["x"]}},"metadata":{"schema_version":"1"}}',
    "a database of its rollback_point",
    1,
  ],
  "too many paths": [
    JSON.stringify({
      metadata: { schema_version: "1" },
      config: { backup_paths: Array.from({ length: 101 }, (_, at) => `/p${at}`) },
    }),
    "it names 101 files to capture, and may name 100",
  ],
};

describe("an index that cannot be used", () => {
  test.each(Object.entries(broken))("has %s", (_name, [text, says, line]) => {
    const reading = read(text);
    expect(reading).toMatchObject({ ok: false, why: { code: "MODULES_INDEX_UNREADABLE", severity: "error" } });
    if (reading.ok) return;
    expect(reading.why.message).toContain(says);
    expect(reading.why.location?.file).toMatch(/\/index\.json$/);
    if (line !== undefined) expect(reading.why.location?.line).toBe(line);
  });

  const strangers: Readonly<Record<string, readonly [make: (path: string) => void, says: string]>> = {
    "a named pipe": [(path) => execFileSync("mkfifo", [path]), "it is a named pipe, not a file"],
    "a folder": [(path) => mkdirSync(path), "it is a folder, not a file"],
    "a link": [(path) => symlinkSync("/etc/passwd", path), "it is a symbolic link, not a file"],
    nothing: [() => undefined, "it is not there"],
  };
  test.each(Object.entries(strangers))("is %s", (_name, [make, says]) => {
    const path = join(temporaryFolder(), "index.json");
    make(path);
    const reading = readModuleIndex(path);
    expect(reading.ok ? "" : reading.why.message).toContain(says);
  });
});
