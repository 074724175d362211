// What a version means: when two texts are the same version, which of two is newer, which versions a range includes. The
// versions of a component type follow one scheme; texts that the scheme does not know are versions too, equal to themselves only.

export interface VersionRange {
  readonly includes: (version: string) => boolean;
  /** As `includes`, with pre-releases taken as ordinary versions. */
  readonly reaches: (version: string) => boolean;
  /** Whether no version at all is in it. */
  readonly isEmpty: () => boolean;
  /** Whether every version that is in it is newer than this one. */
  readonly isAbove: (version: string) => boolean;
}

export interface VersionScheme {
  readonly name: string;
  /** The one spelling of a version, or undefined for a text that is none of this scheme. */
  canonical(text: string): string | undefined;
  /** Negative, 0 or positive; undefined where one of the two is not a version of this scheme. */
  compare(a: string, b: string): number | undefined;
  /** Undefined for a text that is not a range. A version by itself is not a range. */
  range(text: string): VersionRange | undefined;
  /** Whether two ranges have a version in common; false for texts that are no ranges. */
  overlap(a: string, b: string): boolean;
}

/** Two texts with the same identity are the same version. */
export function identityOf(scheme: VersionScheme, text: string): string {
  return scheme.canonical(text) ?? text;
}
