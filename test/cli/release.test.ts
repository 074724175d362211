// What status says of the release that is installed.

import { expect, test } from "vitest";
import { paintFor } from "../../src/cli/render/paint.js";
import { releaseLines } from "../../src/cli/render/release.js";
import { Remembering } from "./support.js";

const PLAIN = paintFor(new Remembering(), {});
const SIGNED = { serial: 7, expires: "2027-06-30T00:00:00Z", signedBy: ["a", "b"] };
const RELEASE = "Release:           serial 7, until 2027-06-30T00:00:00Z, signed by 2 keys";

test.each([
  ["there is time", 30, [RELEASE]],
  ["it is due", 29, [RELEASE, expect.stringContaining("expires in 29 days")]],
  ["the last day", 0, [RELEASE, expect.stringContaining("expires in 0 days")]],
  ["too late", -1, [RELEASE, expect.stringContaining("has expired")]],
])("%s", (_, daysLeft, lines) => {
  expect(releaseLines({ ...SIGNED, daysLeft }, PLAIN)).toEqual(lines);
});

test("where nobody asks for signatures, a manifest that has expired is nobody's concern", () => {
  const unsigned = { serial: 7, expires: "2027-06-30T00:00:00Z", daysLeft: -1 };
  expect(releaseLines(unsigned, PLAIN)).toEqual([RELEASE.replace(", signed by 2 keys", "")]);
});

test("that somebody went back, and why, without what could fool a terminal", () => {
  const downgrade = { from: 9, reason: "v9 \u001b[31mloses\u001b[0m the radio" };
  expect(releaseLines({ ...SIGNED, daysLeft: 99, downgrade }, PLAIN).at(-1)).toBe(
    "Went back from serial 9 to 7: v9 loses the radio",
  );
});
