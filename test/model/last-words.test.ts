// Which line of an interface's output is shown as the reason.

import { expect, test } from "vitest";
import { lastWords } from "../../src/model/index.js";

test.each<[output: readonly string[], words: string | undefined]>([
  [[], undefined],
  [["", "  "], undefined],
  [["one", "two", ""], "two"],
  [["no disk", "interface: ArtifactInstall: the module failed: run.sh exited with 4"], "no disk"],
  [["no disk", "process ended with exit code 1."], "no disk"],
  [["run.sh exited with 4"], "run.sh exited with 4"],
  [["x".repeat(400)], `${"x".repeat(299)}…`],
])("%j", (outputTail, words) => {
  expect(lastWords({ outputTail })).toBe(words);
});
