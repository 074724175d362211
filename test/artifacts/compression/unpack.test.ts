// Every form of xz and zstd that there is gives its content; every one that is not exactly one frame is refused by name.

import { afterEach, describe, expect, test, vi } from "vitest";
import { COMPRESSIONS, compress, decompress } from "../../../src/artifacts/compression/index.js";
import { messageOf, OrchestratorError } from "../../../src/base/index.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { collected, mixed, packed, pieces } from "./packers.js";

type Kind = "xz" | "zstd";
const CONTENT = mixed(400_000);
const PACKAGES = { package: ["xz-utils", "zstd"] };

async function verdict(bytes: Buffer, kind: Kind, size = 9973): Promise<string> {
  try {
    const content = await collected(decompress(pieces(bytes, size), kind, "it"));
    return content.equals(CONTENT) ? "unpacked" : "another content";
  } catch (thrown) {
    return thrown instanceof OrchestratorError ? thrown.code : messageOf(thrown);
  }
}

const FORMS: readonly (readonly [kind: Kind, args: readonly string[]])[] = [
  ["xz", []],
  ["xz", ["-0", "--check=none"]],
  ["xz", ["-9e", "--check=sha256"]],
  ["xz", ["--check=crc32", "-T2", "--block-size=64KiB"]],
  ["xz", ["--x86", "--lzma2=dict=1MiB"]],
  ["xz", ["--delta=dist=4", "--lzma2=lc=0"]],
  ["zstd", []],
  ["zstd", ["-19"]],
  ["zstd", ["--no-check"]],
  ["zstd", ["--no-content-size"]],
  ["zstd", ["--ultra", "--long=27"]],
  ["zstd", ["-T2", "-B65536"]],
];

const withBoth = requirePrograms(["xz", "zstd"], PACKAGES);

withBoth("unpacking", () => {
  test.each(FORMS)("%s %s", async (kind, args) => {
    expect(await verdict(packed(kind, CONTENT, ...args), kind)).toBe("unpacked");
  });

  test.each(["xz", "zstd"] as const)("%s, one byte at a time", async (kind) => {
    const small = packed(kind, Buffer.alloc(5000, "small "));
    expect(await collected(decompress(pieces(small, 1), kind, "it"))).toEqual(Buffer.alloc(5000, "small "));
  });

  test.each(["xz", "zstd"] as const)("%s of nothing", async (kind) => {
    expect(await collected(decompress(pieces(packed(kind, Buffer.alloc(0)), 100), kind, "it"))).toHaveLength(0);
  });
});

const flipped = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  const index = at < 0 ? bytes.length + at : at;
  copy[index] = (copy[index] ?? 0) ^ 0xff;
  return copy;
};
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);

type Wrong = readonly [name: string, code: string, damage: (bytes: Buffer, kind: Kind) => Uint8Array];
const WRONG: readonly Wrong[] = [
  ["nothing at all", "ARTIFACT_TRUNCATED", () => Buffer.alloc(0)],
  ["something else", "ARTIFACT_DAMAGED", () => Buffer.alloc(1000, "text ")],
  ["a second frame", "ARTIFACT_TRAILING_DATA", (bytes) => Buffer.concat([bytes, bytes])],
  [
    "an empty frame first",
    "ARTIFACT_TRAILING_DATA",
    (bytes, kind) => Buffer.concat([packed(kind, Buffer.alloc(0)), bytes]),
  ],
  [
    "an empty frame behind",
    "ARTIFACT_TRAILING_DATA",
    (bytes, kind) => Buffer.concat([bytes, packed(kind, Buffer.alloc(0))]),
  ],
  ["zeros behind", "ARTIFACT_TRAILING_DATA", (bytes) => Buffer.concat([bytes, Buffer.alloc(4)])],
  ["one byte behind", "ARTIFACT_TRAILING_DATA", (bytes) => Buffer.concat([bytes, Buffer.from("x")])],
  ["the last byte missing", "ARTIFACT_TRUNCATED", (bytes) => bytes.subarray(0, -1)],
  ["the second half missing", "ARTIFACT_TRUNCATED", (bytes) => bytes.subarray(0, bytes.length / 2)],
  ["a flipped byte in the content", "ARTIFACT_DAMAGED", (bytes) => flipped(bytes, 150_000)],
];

describe.each(["xz", "zstd"] as const)("%s is refused:", (kind) => {
  withBoth("with", () => {
    const right = packed(kind, CONTENT);

    test.each(WRONG)("%s: %s", async (_, code, damage) => {
      const bytes = Buffer.from(damage(right, kind));
      expect(await verdict(bytes, kind)).toBe(code);
      expect(await verdict(bytes, kind, 2 ** 20)).toBe(code);
    });
  });
});

withBoth("what one of them alone has", () => {
  const xz = packed("xz", CONTENT);
  const zstd = packed("zstd", CONTENT);
  const cases: readonly (readonly [name: string, kind: Kind, code: string, bytes: Uint8Array])[] = [
    ["zstd with a skippable frame first", "zstd", "ARTIFACT_DAMAGED", Buffer.concat([skippable, zstd])],
    ["zstd with a skippable frame behind", "zstd", "ARTIFACT_TRAILING_DATA", Buffer.concat([zstd, skippable])],
    ["zstd with a wrong checksum", "zstd", "ARTIFACT_DAMAGED", flipped(zstd, -1)],
    ["zstd with a huge window", "zstd", "ARTIFACT_MEMBER_TOO_LARGE", packed("zstd", CONTENT, "--ultra", "--long=28")],
    ["zstd with an unknown flag", "zstd", "ARTIFACT_DAMAGED", Buffer.from(zstd).with(4, 0x08)],
    ["xz with a huge dictionary", "xz", "ARTIFACT_MEMBER_TOO_LARGE", packed("xz", CONTENT, "--lzma2=dict=192MiB")],
    ["xz whose index does not fit", "xz", "ARTIFACT_DAMAGED", flipped(xz, -15)],
    ["xz with a wrong footer", "xz", "ARTIFACT_DAMAGED", flipped(xz, -1)],
    ["the older .lzma", "xz", "ARTIFACT_DAMAGED", packed("xz", CONTENT, "--format=lzma")],
  ];

  test.each(cases)("%s", async (_, kind, code, bytes) => {
    expect(await verdict(Buffer.from(bytes), kind)).toBe(code);
  });
});

withBoth("packing", () => {
  test.each(COMPRESSIONS)("%s gives what unpacking takes, and the same bytes again", async (kind) => {
    const once = await collected(compress(pieces(CONTENT, 65_536), kind));
    const again = await collected(compress(pieces(CONTENT, 10_007), kind));
    expect(again.equals(once)).toBe(true);
    expect((await collected(decompress(pieces(once, 65_536), kind, "it"))).equals(CONTENT)).toBe(true);
  });

  test.each(COMPRESSIONS)("%s fails with what its source fails with", async (kind) => {
    const broken = async function* () {
      yield CONTENT;
      throw new Error("the source is gone");
    };
    await expect(collected(compress(broken(), kind))).rejects.toThrow("the source is gone");
  });
});

describe("without its program", () => {
  afterEach(() => void vi.unstubAllEnvs());

  test("xz is refused at once, by the names of the program and its package", () => {
    vi.stubEnv("PATH", `${temporaryFolder()}:.:`);
    const missing = expect.objectContaining({
      ...{ code: "ARTIFACT_PROGRAM_MISSING", exitCode: 5, message: expect.stringMatching(/xz.*xz-utils/) },
    });
    expect(() => decompress(pieces(CONTENT, 1), "xz", "it")).toThrow(missing);
    expect(() => compress(pieces(CONTENT, 1), "xz")).toThrow(missing);
  });
});
