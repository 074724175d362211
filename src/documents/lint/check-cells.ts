// Ranges that are none, and ranges that no version can be in.

import type { Diagnostic } from "../../base/index.js";
import { semverScheme, type VersionMatcher } from "../../model/index.js";
import { fault, warning } from "../fault.js";
import { LIMITS } from "../limits.js";
import { quote } from "../wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";
import { type CellUse, cellUses, matcherPath } from "./cell-uses.js";

export function checkCells(document: YamlDocument): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const use of cellUses(document)) {
    if (found.length >= LIMITS.maxFaults) break;
    found.push(...use.cell.matchers.flatMap((matcher, index) => checkMatcher(use, matcher, index)));
  }
  return found;
}

/** A version that looks like a range: an operator, `||`, or a star that is not alone. */
export function looksLikeRange(version: string): boolean {
  return /^[<>=^~]|\|\||\*/.test(version);
}

function checkMatcher(use: CellUse, matcher: VersionMatcher, index: number): readonly Diagnostic[] {
  const location = (): Diagnostic["location"] & object => use.document.locateValue(matcherPath(use, index));
  if (matcher.kind === "exact" && looksLikeRange(matcher.version)) {
    return [
      fault({
        code: "CONSTRAINTS_RANGE_INVALID",
        message: `${quote(matcher.version)} for ${quote(use.type)} looks like a range of versions, but is none`,
        hint: 'Write it as ">=1.2 <2.0", "1.x", "1.2 || 2.x", or several texts as a list.',
        location: location(),
      }),
    ];
  }
  if (matcher.kind !== "range" || semverScheme.range(matcher.range)?.isEmpty() !== true) return [];
  return [
    warning({
      code: "CONSTRAINTS_ROW_UNMATCHABLE",
      message: `No version of ${quote(use.type)} can be in the range ${quote(matcher.range)}`,
      hint: "Check which way round its limits are.",
      location: location(),
    }),
  ];
}
