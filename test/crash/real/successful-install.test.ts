import { test } from "vitest";
import { isLongRun } from "../../support/index.js";
import { sweep } from "./sweep.js";

test(
  "killed anywhere in a successful install, the system is all new or all old",
  {
    timeout: isLongRun ? 3_600_000 : 900_000,
  },
  () => sweep({ name: "a successful install", fault: undefined, exitCode: 0, ends: ["new", "old", "untouched"] }),
);
