// The configured artifact servers: which URL has the artifact of a name, and which server a URL belongs to, since only that
// one is shown the token and the client certificate.

import { shownLocation } from "../../model/index.js";
import { downloadFault } from "./fault.js";
import type { ArtifactServer } from "./settings.js";
import { parseUrl } from "./url.js";

const NAME = "{name}";

/** Throws DOWNLOAD_NAME_INVALID, where dots would make the path another one. */
export function urlOfArtifact({ urlTemplate }: ArtifactServer, name: string): string {
  const encoded = encodeURIComponent(name);
  const { pathname, href } = new URL(filled(urlTemplate, encoded));
  const meant = new URL(filled(urlTemplate, NAME_MARK)).pathname.replaceAll(NAME_MARK, () => encoded);
  if (pathname === meant) return href;
  throw downloadFault(
    "DOWNLOAD_NAME_INVALID",
    `the artifact_name ${JSON.stringify(name)} cannot stand in ${shownLocation(urlTemplate)}`,
  );
}

/** The server that a URL is on, by what stands before the name. */
export function serverOf(servers: readonly ArtifactServer[], url: URL): ArtifactServer | undefined {
  return servers.find(({ urlTemplate }) => {
    const { origin, pathname } = new URL(filled(urlTemplate, NAME_MARK));
    const [prefix = ""] = pathname.split(NAME_MARK);
    return origin === url.origin && url.pathname.startsWith(prefix);
  });
}

/** What is wrong with a template, or undefined. */
export function templateFault(urlTemplate: string): string | undefined {
  if (!urlTemplate.includes(NAME)) return 'has no "{name}" in it';
  if (!/^https:/i.test(urlTemplate)) return "does not begin with https:";
  try {
    const [one, other] = ["a", "b"].map((name) => parseUrl(filled(urlTemplate, name)));
    if (one?.origin !== other?.origin) return 'has "{name}" in the name of its host';
    return one?.hash === "" ? undefined : "has a fragment (#)";
  } catch {
    return "is not a plain https URL, without user name and password";
  }
}

const NAME_MARK = "0name0";

/** A function, since a `$` in a replacement text has a meaning of its own. */
function filled(urlTemplate: string, name: string): string {
  return urlTemplate.replaceAll(NAME, () => name);
}
