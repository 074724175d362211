// "Did you mean": near enough to be a slip, and never a guess.

import { expect, test } from "vitest";
import { didYouMean } from "../../src/base/index.js";

test.each<{ word: string; candidates: readonly string[]; expected: string | undefined }>([
  { word: "gatway", candidates: ["rtos", "gateway"], expected: 'did you mean "gateway"?' },
  { word: "gatewya", candidates: ["gateway"], expected: 'did you mean "gateway"?' },
  { word: "Gateway", candidates: ["gateway"], expected: 'did you mean "gateway"?' },
  { word: "order", candidates: ["border", "orders", "odrer"], expected: 'did you mean "border"?' },
  { word: "rtos", candidates: ["gateway", "display"], expected: undefined },
  { word: "ab", candidates: ["cd"], expected: undefined },
  { word: "", candidates: ["a"], expected: undefined },
  { word: "a".repeat(101), candidates: ["a".repeat(101)], expected: undefined },
])("$word among $candidates", ({ word, candidates, expected }) => {
  expect(didYouMean(word, candidates)).toBe(expected);
});
