// Diagnostics in the order of the file, and no more of them than anybody reads. Errors come before warnings where not all
// find room: many warnings must not hide an error, nor become one.

import type { Diagnostic } from "../base/index.js";
import { fault, warning } from "./fault.js";
import { LIMITS } from "./limits.js";
import { count } from "./wording.js";

export function limitFaults(file: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort(byPlace);
  const rest = sorted.length - LIMITS.maxFaults;
  if (rest <= 0) return sorted;
  const errors = sorted.filter(({ severity }) => severity === "error");
  const warnings = sorted.filter(({ severity }) => severity === "warning");
  const shown = [...errors, ...warnings].slice(0, LIMITS.maxFaults).sort(byPlace);
  return [...shown, errors.length > LIMITS.maxFaults ? more(fault, "fault") : more(warning, "warning")];

  function more(make: typeof fault, what: string): Diagnostic {
    const message = `The document has ${count(rest, `more ${what}`)}`;
    return make({
      code: "MANIFEST_MORE_FAULTS",
      message,
      hint: "Correct those above first.",
      location: { file },
    });
  }
}

/** File by file, in the order in which they first appear; within a file by place, and what has none is last. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byFile = new Map<string | undefined, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const file = diagnostic.location?.file;
    byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
  }
  return [...byFile.values()].flatMap((ofFile) => ofFile.sort(byPlace));
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return lineOf(a) - lineOf(b) || (a.location?.column ?? 0) - (b.location?.column ?? 0);
}

function lineOf({ location }: Diagnostic): number {
  return location?.line ?? Number.MAX_SAFE_INTEGER;
}
