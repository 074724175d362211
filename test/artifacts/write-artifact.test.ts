// What is written: the same bytes for the same input, whole or not at all, and read back as it was given.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeArtifact, openArtifact, type WriteOptions, writeArtifact } from "../../src/artifacts/index.js";
import { isLongRun, temporaryFolder } from "../support/index.js";

function options(folder: string, more: Partial<WriteOptions> = {}): WriteOptions {
  return {
    output: join(folder, "a.mender"),
    type: "rtos",
    compatibleTypes: ["rtos"],
    name: "rtos-v1",
    files: [],
    compression: "gzip",
    ...more,
  };
}

function fileIn(folder: string, name: string, content: string | Uint8Array = "content"): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("defaults", () => {
  test("are those of a module image: a software version, which clears what was before it", async () => {
    const folder = temporaryFolder();
    await writeArtifact(options(folder));
    expect(await describeArtifact(join(folder, "a.mender"))).toMatchObject({
      name: "rtos-v1",
      compatibleTypes: ["rtos"],
      provides: { "rootfs-image.rtos.version": "rtos-v1" },
      clearsProvides: ["rootfs-image.rtos.*"],
      depends: {},
      group: "",
      metaData: "",
      scripts: [],
    });
  });

  test("a provide of the user's own wins over the default of the same key", async () => {
    const folder = temporaryFolder();
    await writeArtifact(options(folder, { provides: { "rootfs-image.rtos.version": "7" } }));
    const { provides } = await describeArtifact(join(folder, "a.mender"));
    expect(provides).toEqual({ "rootfs-image.rtos.version": "7" });
  });
});

describe("the same input", () => {
  test.each(["gzip", "none"] as const)("gives the same bytes (%s)", async (compression) => {
    const artifacts = [new Date(0), new Date("2031-02-03")].map(async (time, index) => {
      const folder = temporaryFolder();
      const file = fileIn(folder, "firmware.bin", "x".repeat(200_000));
      utimesSync(file, time, time);
      chmodSync(file, index === 0 ? 0o600 : 0o755);
      const provides = index === 0 ? { a: "1", b: "2" } : { b: "2", a: "1" };
      await writeArtifact(options(folder, { files: [file], provides, compression }));
      return readFileSync(join(folder, "a.mender"));
    });
    const [one, other] = await Promise.all(artifacts);
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
  });

  test("gives no trace of where and when: the gzip headers say nothing", async () => {
    const folder = temporaryFolder();
    await writeArtifact(options(folder));
    const bytes = readFileSync(join(folder, "a.mender"));
    const headers: string[] = [];
    for (let at = bytes.indexOf("1f8b08", 0, "hex"); at !== -1; at = bytes.indexOf("1f8b08", at + 1, "hex")) {
      headers.push(bytes.toString("hex", at, at + 10));
    }
    expect(headers).toEqual(["1f8b08000000000000ff", "1f8b08000000000000ff"]);
  });
});

test("whatever is written is read back", async () => {
  const name = fc.stringMatching(/^[A-Za-z0-9,_-][A-Za-z0-9.,_-]{0,119}$/);
  const line = fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => !/[\0\r\n]/.test(text));
  const given = fc.record({
    name: line.filter((text) => text !== ""),
    group: line,
    provides: fc.dictionary(line, line, { maxKeys: 5 }),
    depends: fc.dictionary(
      line.filter((key) => key !== "device_type"),
      fc.array(line, { minLength: 1, maxLength: 3 }),
      { maxKeys: 3 },
    ),
    clearsProvides: fc.array(line, { maxLength: 3 }),
    files: fc.dictionary(name, fc.uint8Array({ maxLength: 3000 }), { maxKeys: 5 }),
    compression: fc.constantFrom("gzip" as const, "none" as const),
  });
  await fc.assert(
    fc.asyncProperty(given, async ({ files: contents, ...texts }) => {
      const folder = temporaryFolder();
      const files = Object.entries(contents).map(([name, content]) => fileIn(folder, name, content));
      const output = join(folder, ".output");
      await writeArtifact(options(folder, { ...texts, output, files, hasSoftwareVersion: false }));
      const { header, ...artifact } = await openArtifact(output);
      expect(header).toMatchObject({ name: texts.name, group: texts.group, clearsProvides: texts.clearsProvides });
      expect(Object.entries(header.payloadProvides).sort()).toEqual(Object.entries(texts.provides).sort());
      const { device_type, ...depends } = header.depends;
      expect([device_type, Object.entries(depends).sort()]).toEqual([["rtos"], Object.entries(texts.depends).sort()]);
      const read: [string, Uint8Array][] = [];
      for await (const file of artifact.files()) {
        read.push([file.name, new Uint8Array(Buffer.concat(await file.content.toArray()))]);
      }
      expect(read).toEqual(Object.entries(contents).map(([name, content]) => [name, new Uint8Array(content)]));
    }),
    { numRuns: isLongRun ? 1000 : 60 },
  );
});

type Refusal = readonly [name: string, code: string, make: (folder: string) => Partial<WriteOptions>];
const REFUSALS: readonly Refusal[] = [
  ["no compatible type", "ARTIFACT_INPUT_INVALID", () => ({ compatibleTypes: [] })],
  ["no name", "ARTIFACT_INPUT_INVALID", () => ({ name: "" })],
  ["no type", "ARTIFACT_INPUT_INVALID", () => ({ type: "" })],
  ["a name of two lines", "ARTIFACT_INPUT_INVALID", () => ({ name: "a\nb" })],
  ["a provide of two lines", "ARTIFACT_INPUT_INVALID", () => ({ provides: { a: "b\nc" } })],
  ["a depend of two lines", "ARTIFACT_INPUT_INVALID", () => ({ depends: { a: ["b", "c\nd"] } })],
  ["a file that is not there", "ARTIFACT_INPUT_INVALID", (folder) => ({ files: [join(folder, "gone")] })],
  ["a folder", "ARTIFACT_INPUT_INVALID", (folder) => ({ files: [folder] })],
  ["a file with a space", "ARTIFACT_INPUT_INVALID", (folder) => ({ files: [fileIn(folder, "a b")] })],
  ["a file with an umlaut", "ARTIFACT_INPUT_INVALID", (folder) => ({ files: [fileIn(folder, "ä")] })],
  ["two files of one name", "ARTIFACT_INPUT_INVALID", (folder) => ({ files: twins(folder) })],
  ["too many files", "ARTIFACT_INPUT_INVALID", () => ({ files: Array(5000).fill("x") })],
  ["meta-data that is no JSON", "ARTIFACT_INPUT_INVALID", (folder) => ({ metaDataFile: fileIn(folder, "m", "{") })],
  ["meta-data that is a list", "ARTIFACT_INPUT_INVALID", (folder) => ({ metaDataFile: fileIn(folder, "m", "[]") })],
  ["meta-data that is not there", "ARTIFACT_INPUT_INVALID", (folder) => ({ metaDataFile: join(folder, "gone") })],
  ["a folder that is not there", "ARTIFACT_UNWRITABLE", (folder) => ({ output: join(folder, "gone", "a.mender") })],
  ["a folder in its place", "ARTIFACT_UNWRITABLE", (folder) => ({ output: folderIn(folder, "there") })],
];

function twins(folder: string): readonly string[] {
  return [fileIn(folder, "same"), fileIn(folderIn(folder, "sub"), "same")];
}

function folderIn(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

describe("refused, and nothing is left behind", () => {
  test.each(REFUSALS)("%s: %s", async (_, code, make) => {
    const folder = temporaryFolder();
    const given = options(folder, make(folder));
    const before = readdirSync(folder);
    await expect(writeArtifact(given)).rejects.toMatchObject({ code });
    expect(readdirSync(folder)).toEqual(before);
  });
});

test("a file that changes meanwhile is refused, and the artifact that was there stays", async () => {
  const folder = temporaryFolder();
  const first = fileIn(folder, "first", Buffer.alloc(20_000_000, "first "));
  const second = fileIn(folder, "second", "before");
  fileIn(folder, "a.mender", "the artifact of yesterday");
  const writing = writeArtifact(options(folder, { files: [first, second], compression: "none" }));
  const draft = () => readdirSync(folder).some((name) => name.endsWith(".tmp"));
  while (!draft()) await new Promise((resolve) => setImmediate(resolve));
  writeFileSync(second, "behind"); // as long as before
  await expect(writing).rejects.toMatchObject({ code: "ARTIFACT_INPUT_CHANGED" });
  expect(readFileSync(join(folder, "a.mender"), "utf8")).toBe("the artifact of yesterday");
  expect(draft()).toBe(false);
});

test("a link to a file is written as the file", async () => {
  const folder = temporaryFolder();
  symlinkSync(fileIn(folder, "target", "content"), join(folder, "link"));
  await writeArtifact(options(folder, { files: [join(folder, "link")] }));
  const { files } = await describeArtifact(join(folder, "a.mender"));
  expect(files).toMatchObject([{ name: "link", sizeBytes: 7 }]);
  expect(existsSync(join(folder, basename("link")))).toBe(true);
});
