// What `modules update --output json` says, and its log.

import type { ModulesUpdate } from "../../src/app/modules/views.js";
import type { Run } from "./machine.js";

export type Results = Pick<ModulesUpdate, "modules" | "results">;

export function resultsOf({ stdout, stderr }: Run): Results {
  try {
    return JSON.parse(stdout) as Results;
  } catch {
    throw new Error(`no JSON: ${stdout}\n${stderr}`);
  }
}

/** Of a log in the original's format: without its times. */
export function logLines({ stderr }: Run): readonly string[] {
  return stderr.split("\n").map((line) => line.replace(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] /, ""));
}
