// A clock that is wrong makes nothing that has expired valid again, beyond what the system has seen.

import { expect, test } from "vitest";
import { timeNow } from "../../src/trust/index.js";

const [y2026, y2027, y2030] = [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1), Date.UTC(2030, 0, 1)];

test.each([
  ["a clock that goes right", y2030, y2027, y2030],
  ["a gateway that starts in 1970", 0, y2027, y2027],
  ["a gateway that starts in 1970 and has accepted nothing yet", 0, undefined, y2026],
  ["a clock that was put back", y2026, y2027, y2027],
])("%s", (_, clock, acceptedAt, now) => {
  expect(timeNow(clock, acceptedAt)).toBe(now);
});
