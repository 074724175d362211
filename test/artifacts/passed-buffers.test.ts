// When the buffers that went past are collected.

import { expect, test } from "vitest";
import { createCounter } from "../../src/artifacts/passed-buffers.js";

test("young garbage is collected each time so many bytes went past, and the function is looked for once", () => {
  const asked: unknown[] = [];
  let found = 0;
  const count = createCounter(1000, () => {
    found += 1;
    return (options) => void asked.push(options);
  });
  const calls = [999, 1, 400, 599, 1, 5000, 999].map((bytes) => {
    count(bytes);
    return asked.length;
  });
  expect(calls).toEqual([0, 1, 1, 1, 2, 3, 3]);
  expect(asked).toEqual([{ type: "minor" }, { type: "minor" }, { type: "minor" }]);
  expect(found).toBe(1);
});

test("where V8 does not offer it, nothing is collected and nothing fails", () => {
  let looked = 0;
  const count = createCounter(10, () => {
    looked += 1;
    return undefined;
  });
  for (const bytes of [10, 10, 10]) count(bytes);
  expect(looked).toBe(1);
});
