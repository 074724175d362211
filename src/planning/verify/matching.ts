// Whether a cell includes a version: the verifier's own reading, shared with nobody, so that a mistake in the planner's reading
// cannot hide here. Which versions a range includes is the version scheme's business alone.

import { type Cell, semverScheme, type VersionMatcher, type VersionRange } from "../../model/index.js";

export type Matching = (cell: Cell, version: string) => boolean;

/** How rules are read: `tick` is told of every step, and throws when there is no time left for more. */
export interface Reader {
  readonly matches: Matching;
  readonly tick: () => void;
}

/** Ranges are parsed once for each verification. */
export function createMatching(): Matching {
  const ranges = new Map<string, VersionRange | undefined>();
  function rangeOf(text: string): VersionRange | undefined {
    if (!ranges.has(text)) ranges.set(text, semverScheme.range(text));
    return ranges.get(text);
  }
  function fits(matcher: VersionMatcher, version: string): boolean {
    switch (matcher.kind) {
      case "any":
        return true;
      case "exact":
        return matcher.version === version;
      case "range":
        return rangeOf(matcher.range)?.includes(version) === true;
    }
  }
  return ({ matchers }, version) => matchers.some((matcher) => fits(matcher, version));
}

/** Whether a cell says the same as a missing key. */
export function saysNothing(cell: Cell | undefined): boolean {
  return cell === undefined || cell.matchers.some(({ kind }) => kind === "any");
}
