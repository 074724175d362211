// A program that a capture needs, and that is not there.

import { expect, test } from "vitest";
import { toolPath } from "../../src/rollback/tool.js";

test("a tool that is not there is named with its package", () => {
  expect(() => toolPath({ name: "no-such-program", package: "its-package" })).toThrow(
    expect.objectContaining({ code: "BACKUP_TOOL_MISSING", hint: expect.stringContaining("its-package") }),
  );
});
