// What the log says of a line that a module prints, and what is taken for the reason of its failure.

import { expect, test } from "vitest";
import { logLine, reasonOf } from "../../../src/app/modules/module-output.js";
import { keptLog } from "../../interfaces/world.js";

test.each([
  ["Updating adblock module...", "info", "Updating adblock module..."],
  ["[WARNING] no blocklist", "warning", "no blocklist"],
  ["[2024-12-08 10:30:15] [ERROR] boom", "error", "boom"],
  ["[NOTE] mine", "info", "[NOTE] mine"],
])("%s", (line, level, message) => {
  const { log, lines } = keptLog();
  logLine(log, line, { module: "adblock" });
  expect(lines).toEqual([`${level} ${message}`]);
});

test.each([
  [["Traceback (most recent call last):", "RuntimeError: boom"], "RuntimeError: boom"],
  [["[ERROR] main(args) returned None"], "main(args) returned None"],
  [["directory-module: ArtifactInstall: the module has no index.py"], "the module has no index.py"],
  [["KeyboardInterrupt"], "KeyboardInterrupt"],
  [["step 3 of 4"], "ended with exit code 2"],
  [[], "ended with exit code 2"],
])("%j", (outputTail, reason) => {
  expect(reasonOf({ message: "ended with exit code 2", outputTail })).toBe(reason);
});
