// Every vector of every class, in this process: refused under its own name by whoever reads the artifact in either way, and
// nothing is left of it.

import { describe, expect, test } from "vitest";
import { requirePrograms } from "../support/index.js";
import { CLASSES } from "./classes/index.js";
import { signatures, signedRight, trusted } from "./classes/signatures.js";
import { right } from "./support/levels.js";
import { verdictsOn } from "./support/verdicts.js";

const PACKAGES = { xz: "xz-utils", zstd: "zstd" } as const;

test.each(["artifact", "header", "augment", "payload"] as const)(
  "what is attacked in the %s is right without",
  async (level) => {
    expect(await verdictsOn(right(level))).toEqual({ unpacked: "read", packed: "read", left: [] });
  },
);

for (const { title, vectors, program } of CLASSES) {
  const suite = program === undefined ? describe : requirePrograms([program], { package: PACKAGES[program] });
  suite(title, () => {
    test("has three vectors at least, with names of their own", () => {
      expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
      expect(vectors.length).toBeGreaterThanOrEqual(3);
    });

    test.each(vectors)("$name: $code", async ({ code, bytes }) => {
      expect(await verdictsOn(bytes())).toEqual({ unpacked: code, packed: code, left: [] });
    });
  });
}

describe(signatures.title, () => {
  test("the right one is taken", async () => {
    expect(await verdictsOn(signedRight(), trusted)).toEqual({ unpacked: "read", packed: "read", left: [] });
  });

  test.each(signatures.vectors)("$name: $code", async ({ code, bytes }) => {
    expect(await verdictsOn(bytes(), trusted)).toEqual({ unpacked: code, packed: code, left: [] });
  });
});
