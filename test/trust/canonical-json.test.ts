// One text for one value: what two readers could see differently must not be signed.

import { expect, test } from "vitest";
import { canonicalJson } from "../../src/trust/canonical-json.js";

test.each([
  [
    "keys in the order of their code units, at every depth",
    { b: 1, a: { "\u00e9": null, Z: [true, "x"] } },
    '{"a":{"Z":[true,"x"],"é":null},"b":1}',
  ],
  ["lists keep their order", [3, 1, 2], "[3,1,2]"],
  ["texts as JSON writes them", 'a"\n\u2028', '"a\\"\\n\u2028"'],
  ["minus zero is zero", -0, "0"],
])("%s", (_, value, text) => {
  expect(canonicalJson(value)).toBe(text);
  expect(JSON.parse(text)).toEqual(value === 0 ? 0 : value);
});

test.each([1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])("%s has no single way to be written", (value) => {
  expect(() => canonicalJson({ version: value })).toThrow(RangeError);
});
