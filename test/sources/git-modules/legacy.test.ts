// The manifest of the legacy mode, in both of its shapes, as a list of what to run; and the checksum of a folder.

import { createHash } from "node:crypto";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { legacyDigest, readLegacy } from "../../../src/sources/git-modules/index.js";
import { temporaryFolder } from "../../support/index.js";
import { writeFiles } from "./repositories.js";

function read(manifest: unknown) {
  const path = join(temporaryFolder(), "manifest.json");
  writeFileSync(path, typeof manifest === "string" ? manifest : JSON.stringify(manifest));
  return readLegacy(path);
}

const DIGEST = "a".repeat(64);

describe("a legacy manifest", () => {
  test("of the first program", () => {
    const updates = [
      { name: "adblock", version: "1.0.0", lastSafeVersion: "1.0.0", checksum: `sha256:${DIGEST}`, enabled: true },
      { name: "atuin", checksum: null, enabled: true },
      { name: "off", enabled: false },
      { name: "all_services", checksum: null, version: null, children: ["adblock", "off", "atuin"] },
    ];
    expect(read({ updates, entrypoint: "all_services" })).toEqual({
      entrypoint: "all_services",
      runs: [
        { ok: true, name: "adblock", module: "adblock", version: "1.0.0", checksum: DIGEST },
        { ok: true, name: "atuin", module: "atuin" },
      ],
    });
  });

  test("as its page describes it, with arguments and children of children", () => {
    const updates = [
      { name: "all", children: ["web", "os"] },
      { name: "web", module: "updates.modules.website.index", args: ["--fix", 2], children: ["gogs"] },
      { name: "gogs", module: "gogs.index", args: [], children: [] },
      { name: "os", module: "modules.os" },
    ];
    expect(read({ updates, entrypoint: "all" })?.runs).toEqual([
      { ok: true, name: "web", module: "website", argsText: '["--fix",2]' },
      { ok: true, name: "gogs", module: "gogs" },
      { ok: true, name: "os", module: "os" },
    ]);
  });

  test("says in its place what an entry has wrong, and goes on", () => {
    const updates = [
      { name: "all", children: ["lost", "round", "up", "sum", "good", 7] },
      { name: "round", children: ["all"] },
      { name: "up", module: "../etc" },
      { name: "sum", checksum: "md5:1" },
      { name: "good" },
    ];
    const said = read({ updates, entrypoint: "all" })?.runs.map((run) => [run.name, run.ok ? "" : run.why.message]);
    expect(said).toEqual([
      ["lost", 'The entry "lost" is not run: there is no entry of this name'],
      ["all", 'The entry "all" is not run: it is a child of itself: all → round → all'],
      ["up", 'The entry "up" is not run: its module has no name that a module may have'],
      ["sum", 'The entry "sum" is not run: its checksum is not "sha256:" and 64 hexadecimal digits'],
      ["good", ""],
      ["7", 'The entry "7" is not run: there is no entry of this name'],
    ]);
  });

  test("is none where there is none, and refused where it does not say what to run", () => {
    expect(readLegacy(join(temporaryFolder(), "manifest.json"))).toBeUndefined();
    const refusal = expect.objectContaining({ code: "MODULES_LEGACY_INVALID" });
    for (const manifest of ["{", "[]", {}, { updates: [], entrypoint: "a" }, { updates: [{ name: "a" }] }]) {
      expect(() => read(manifest), JSON.stringify(manifest)).toThrow(refusal);
    }
  });

  test("that branches without end is refused", () => {
    const names = Array.from({ length: 40 }, (_, at) => `e${at}`);
    const updates = names.map((name, at) => ({ name, children: [names[at + 1] ?? "m", names[at + 1] ?? "m"] }));
    expect(() => read({ updates: [...updates, { name: "m", enabled: false }], entrypoint: "e0" })).toThrow(
      expect.objectContaining({ code: "MODULES_LEGACY_INVALID" }),
    );
  });
});

describe("the checksum of a folder", () => {
  test("is over the paths and contents of its files, in the order of the paths' parts", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { "a/x": "1", "a-b": "2", "a/b/c": "3", Z: "4" });
    symlinkSync("/etc/passwd", join(folder, "link"));
    const expected = createHash("sha256").update("Z4a/b/c3a/x1a-b2").digest("hex");
    expect(await legacyDigest(folder)).toBe(expected);
  });
});
