// What the journal is told of a manifest as a release.

import type { Manifest, ManifestRelease } from "../../model/index.js";
import type { CheckedTrust } from "./check-trust.js";

/** Undefined where the manifest says nothing of the kind. */
export function releaseOf(
  { serial, expires }: Manifest,
  trust: CheckedTrust | undefined,
  reason = "",
): ManifestRelease | undefined {
  const from = trust?.manifest.downgradedFrom;
  const release: ManifestRelease = {
    ...(serial !== undefined && { serial }),
    ...(expires !== undefined && { expires }),
    ...(trust && { signedBy: trust.manifest.signedBy }),
    ...(from !== undefined && { downgrade: { from, reason } }),
  };
  return Object.keys(release).length === 0 ? undefined : release;
}
