import { test } from "vitest";
import { isLongRun } from "../../support/index.js";
import { sweep } from "./sweep.js";

test(
  "killed anywhere in a failing install, the system is all old",
  {
    timeout: isLongRun ? 3_600_000 : 900_000,
  },
  () =>
    sweep({
      name: "a failing install",
      fault: ["R456", "ArtifactCommit.FAIL"],
      exitCode: 1,
      ends: ["old", "untouched"],
    }),
);
