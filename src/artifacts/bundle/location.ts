// Locations of artifacts in bundles: `bundle:PATH#INDEX`, or `bundle:-#INDEX` in one that comes through standard input. A path
// may hold a `#` itself; the last one counts.

const SCHEME = "bundle:";
/** What stands for standard input, here as on the command line. */
export const STANDARD_INPUT = "-";

export interface BundleLocation {
  /** Absolute, or STANDARD_INPUT. */
  readonly path: string;
  readonly index: number;
}

export function bundleLocation({ path, index }: BundleLocation): string {
  return `${SCHEME}${path}#${index}`;
}

/** Undefined for a location of another kind. */
export function parseBundleLocation(location: string): BundleLocation | undefined {
  const [, path, index] = /^bundle:(.+)#(\d{1,6})$/s.exec(location) ?? [];
  return path === undefined || index === undefined ? undefined : { path, index: Number(index) };
}
