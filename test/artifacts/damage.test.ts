// Accidents anywhere: an artifact cut at any block or byte, and any one byte turned over. Each is refused by name, or is
// one of the few bytes that mean nothing, which are listed here.

import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLongRun } from "../support/index.js";
import { contentsOf, entry, type Forged, forge, verdictOn } from "./forge.js";

const WHOLE = forge({ files: [entry("one", "first file"), entry("two", "x".repeat(600)), entry("empty")] });
const CONTENTS = { one: "first file", two: "x".repeat(600), empty: "" };
const PLAIN: Partial<Forged> = {
  headerName: "header.tar",
  dataName: "data/0000.tar",
  pack: { header: (tar) => tar, data: (tar) => tar },
};

test("cut at every byte, an artifact is refused as truncated", async () => {
  const step = isLongRun ? 1 : 7;
  for (let length = 0; length < WHOLE.length; length += length % 512 < 2 ? 1 : step) {
    expect([length, await verdictOn(WHOLE.subarray(0, length))]).toEqual([length, "ARTIFACT_TRUNCATED"]);
  }
});

test("cut at every block, an uncompressed artifact is refused as truncated", async () => {
  const whole = forge(PLAIN);
  for (let length = 0; length < whole.length; length += 512) {
    expect([length, await verdictOn(whole.subarray(0, length))]).toEqual([length, "ARTIFACT_TRUNCATED"]);
  }
});

/** What a byte at each place of an artifact is for. */
interface Place {
  readonly member: string;
  readonly part: "header" | "content" | "padding" | "end";
  /** In the header, content, padding or end. */
  readonly offset: number;
  /** Of the member's content. */
  readonly size: number;
}

function placesOf(bytes: Buffer): readonly Place[] {
  const places: Place[] = [];
  for (let at = 0; bytes[at] !== 0; ) {
    const member = bytes.toString("latin1", at, bytes.indexOf(0, at));
    const size = Number.parseInt(bytes.toString("latin1", at + 124, at + 135), 8);
    const padded = Math.ceil(size / 512) * 512;
    for (let offset = 0; offset < 512; offset += 1) places.push({ member, part: "header", offset, size });
    for (let offset = 0; offset < size; offset += 1) places.push({ member, part: "content", offset, size });
    for (let offset = size; offset < padded; offset += 1) places.push({ member, part: "padding", offset, size });
    at += 512 + padded;
  }
  for (let offset = 0; places.length < bytes.length; offset += 1) {
    places.push({ member: "", part: "end", offset, size: 0 });
  }
  return places;
}

/** The one place whose byte may carry no meaning when it becomes another. */
function isIrrelevant({ member, part }: Place, damaged: Buffer): boolean {
  // A compressed byte may turn into another way to say the same: a hint in the gzip header, another copy of the same run.
  return part === "content" && member === "data/0000.tar.gz" && unpackedPayload(damaged).equals(unpackedPayload(WHOLE));
}

/** The payload's tar, as another reader of gzip sees it. */
function unpackedPayload(bytes: Buffer): Buffer {
  const places = placesOf(WHOLE);
  const start = places.findIndex(({ member, part }) => member === "data/0000.tar.gz" && part === "content");
  return gunzipSync(bytes.subarray(start, start + (places[start]?.size ?? 0)));
}

describe("one byte turned over", () => {
  test.each([
    ["by one bit", 0x01],
    ["by its highest bit", 0x80],
    ["whole", 0xff],
  ])("%s, at every place, is refused or means nothing", async (_, mask) => {
    const places = placesOf(WHOLE);
    const step = isLongRun ? 1 : 3;
    for (let at = mask % step; at < WHOLE.length; at += step) {
      const damaged = Buffer.from(WHOLE);
      damaged[at] = (damaged[at] ?? 0) ^ mask;
      const place = places[at];
      if (place === undefined) throw new Error(`no place ${at}`);
      const verdict = await verdictOn(damaged);
      if (verdict === "read") {
        expect(place).toSatisfy((found: Place) => isIrrelevant(found, damaged));
        expect(await contentsOf(damaged)).toEqual(CONTENTS);
      } else expect(verdict).toMatch(/^ARTIFACT_/);
    }
  });
});

test("whatever the bytes, reading ends with the contents or with a named refusal", async () => {
  const splice = fc.record({
    at: fc.nat(WHOLE.length),
    removed: fc.nat(1500),
    added: fc.uint8Array({ maxLength: 1500 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(splice, { minLength: 1, maxLength: 4 }), async (splices) => {
      let bytes: Buffer = WHOLE;
      for (const { at, removed, added } of splices) {
        bytes = Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
      }
      const verdict = await verdictOn(bytes);
      if (verdict === "read") expect(await contentsOf(bytes)).toEqual(CONTENTS);
      else expect(verdict).toMatch(/^ARTIFACT_/);
    }),
    { numRuns: isLongRun ? 5000 : 200 },
  );
});
