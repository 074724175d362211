// What is in the place of a document when it is not a document.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LIMITS, validateFiles } from "../../src/documents/index.js";
import { requirePrograms, temporaryFolder } from "../support/index.js";
import { brief, givenFiles, TOPOLOGY_2026 } from "./given-files.js";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

describe.each<{ name: string; content: Uint8Array; expected: string }>([
  { name: "nothing", content: bytes(), expected: "document:1:1 error MANIFEST_EMPTY" },
  { name: "spaces and line ends", content: utf8(" \n\n  \n"), expected: "document:1:1 error MANIFEST_EMPTY" },
  { name: "a byte order mark alone", content: bytes(0xef, 0xbb, 0xbf), expected: "document:1:1 error MANIFEST_EMPTY" },
  {
    name: "bytes of a program",
    content: utf8("\x7fELF\x02\x01\0\0"),
    expected: "document:1:1 error MANIFEST_ENCODING",
  },
  { name: "a NUL at the end", content: utf8("kind: topology\0"), expected: "document:1:15 error MANIFEST_ENCODING" },
  { name: "UTF-16 (little endian)", content: bytes(0xff, 0xfe, 0x6b, 0), expected: "document error MANIFEST_ENCODING" },
  { name: "UTF-16 (big endian)", content: bytes(0xfe, 0xff, 0, 0x6b), expected: "document error MANIFEST_ENCODING" },
  { name: "Latin-1", content: bytes(0x61, 0x0a, 0x62, 0xe9, 0x0a), expected: "document:2:2 error MANIFEST_ENCODING" },
  {
    name: "a character cut off at the end",
    content: bytes(0x61, 0xc3),
    expected: "document:1:2 error MANIFEST_ENCODING",
  },
  { name: "an overlong slash", content: bytes(0x61, 0xc0, 0xaf), expected: "document:1:2 error MANIFEST_ENCODING" },
  {
    name: "an escape sequence of a terminal",
    content: utf8("a: \x1b[31m"),
    expected: "document:1:4 error MANIFEST_ENCODING",
  },
  {
    name: "one byte more than the limit",
    content: utf8(" ".repeat(LIMITS.maxSizeBytes + 1)),
    expected: "document error MANIFEST_TOO_LARGE",
  },
])("$name", ({ content, expected }) => {
  test("is refused", async () => {
    const files = givenFiles({ document: content });
    expect(brief(await validateFiles([files.document]))).toEqual([expected]);
  });
});

test("exactly the limit is read", async () => {
  const padding = "#".repeat(LIMITS.maxSizeBytes - TOPOLOGY_2026.length - 1);
  const files = givenFiles({ document: `${TOPOLOGY_2026}${padding}\n` });
  expect(await validateFiles([files.document])).toEqual([]);
});

test.each([
  { name: "a directory", path: temporaryFolder(), reason: "it is a directory" },
  { name: "a device", path: "/dev/zero", reason: "it is not a regular file" },
  { name: "nothing at all", path: "/nonexistent/manifest.yaml", reason: "there is no such file" },
  { name: "a file as a folder", path: "/dev/null/manifest.yaml", reason: "there is no such file" },
  { name: "a path that no file can have", path: "/tmp/a\0b", reason: "" },
])("$name is told by its path", async ({ path, reason }) => {
  const found = await validateFiles([path]);
  expect(found).toMatchObject([{ code: "MANIFEST_UNREADABLE", location: { file: path } }]);
  expect(found[0]?.message).toContain(reason);
});

requirePrograms(["mkfifo"], { package: "coreutils" })("pipes", () => {
  test("a pipe that nobody writes to is refused at once", async () => {
    const path = join(temporaryFolder(), "pipe");
    execFileSync("mkfifo", [path]);
    expect(await validateFiles([path])).toMatchObject([{ code: "MANIFEST_UNREADABLE" }]);
  });
});

test("a file that grows while it is read is read to its limit", async () => {
  const path = join(temporaryFolder(), "growing");
  writeFileSync(path, "#\n");
  const reading = validateFiles([path]);
  writeFileSync(path, "#".repeat(2 * 1024 * 1024));
  expect((await reading)[0]?.code).toMatch(/^MANIFEST_(TOO_LARGE|EMPTY)$/);
});
