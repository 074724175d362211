// `manifest verify MANIFEST`: of a file, of a folder, of a bundle.

import { findManifest } from "./bundle/manifest-source.js";
import type { AppContext } from "./context.js";
import { type TrustedManifest, type VerifyOptions, verifyManifest as verify } from "./trust/index.js";

/** Throws BUNDLE_…, TRUST_…, KEY_…, DocumentsRefused. Nothing is written. */
export async function verifyManifest(context: AppContext, options: VerifyOptions): Promise<TrustedManifest> {
  return await verify(context, { ...options, ...(await findManifest(options.manifestPath)) });
}
