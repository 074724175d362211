// Where an artifact is: an absolute path, an https URL, or a member of a bundle. A URL may have a signature or a token in its
// query, so it is shown without.

/** Whether a location is to be downloaded; one that begins with `http:` is, too, so that it is refused as such. */
export function isUrl(location: string): boolean {
  return /^https?:\/\//i.test(location);
}

/** As it may be shown: a URL without user name, password, query and fragment; a member of a bundle as `BUNDLE#INDEX`. */
export function shownLocation(location: string): string {
  const [, bundle, index] = /^bundle:(.+)#(\d+)$/s.exec(location) ?? [];
  if (bundle !== undefined) return `${bundle === "-" ? "standard input" : bundle}#${index}`;
  if (!isUrl(location)) return location;
  if (!URL.canParse(location)) return location.replace(/[?#].*$/s, "").replace(/\/\/[^/]*@/, "//");
  const { origin, pathname } = new URL(location);
  return origin + pathname;
}
