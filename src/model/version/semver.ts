// Semantic versions as people write them: with an optional `v`, and with missing parts taken as 0. Build metadata belongs to
// the identity of a version, although it does not count in comparisons.

import semver from "semver";
import type { VersionRange, VersionScheme } from "./scheme.js";

const MAX_LENGTH = 256;
const WRITTEN = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

export const semverScheme: VersionScheme = { name: "semver", canonical, compare, range, overlap };

function canonical(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, major, minor = "0", patch = "0", prerelease = "", build = ""] = WRITTEN.exec(text) ?? [];
  if (major === undefined) return undefined;
  const parsed = semver.parse(`${major}.${minor}.${patch}${prerelease}${build}`);
  return parsed === null ? undefined : `${parsed.version}${build}`;
}

function compare(a: string, b: string): number | undefined {
  const one = canonical(a);
  const other = canonical(b);
  return one === undefined || other === undefined ? undefined : semver.compare(one, other);
}

/** Pre-releases are in a range only as node-semver has it: where the range names one of the same three numbers. */
function range(text: string): VersionRange | undefined {
  if (text.length > MAX_LENGTH || canonical(text) !== undefined || text.trim() === "") return undefined;
  if (semver.validRange(text) === null) return undefined;
  const parsed = new semver.Range(text);
  return {
    includes: (version) => isIn(parsed, version),
    reaches: (version) => isIn(new semver.Range(text, { includePrerelease: true }), version),
    isEmpty: () => semver.minVersion(parsed) === null,
    isAbove: (version) => isBelow(version, parsed),
  };
}

function isIn(range: semver.Range, version: string): boolean {
  const known = canonical(version);
  return known !== undefined && range.test(known);
}

function isBelow(version: string, range: semver.Range): boolean {
  const known = canonical(version);
  return known !== undefined && semver.minVersion(range) !== null && semver.ltr(known, range);
}

function overlap(a: string, b: string): boolean {
  return range(a) !== undefined && range(b) !== undefined && semver.intersects(a, b);
}
