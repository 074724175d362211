// Diagnostics in the order of the file, and no more of them than anybody reads.

import type { Diagnostic } from "../base/index.js";
import { fault } from "./fault.js";
import { LIMITS } from "./limits.js";
import { count } from "./wording.js";

export function limitFaults(file: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort(byPlace);
  const rest = sorted.length - LIMITS.maxFaults;
  if (rest <= 0) return sorted;
  const message = `The document has ${count(rest, "more fault")}`;
  const more = fault({ code: "MANIFEST_MORE_FAULTS", message, hint: "Correct those above first.", location: { file } });
  return [...sorted.slice(0, LIMITS.maxFaults), more];
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.location?.line ?? 0) - (b.location?.line ?? 0) || (a.location?.column ?? 0) - (b.location?.column ?? 0);
}
