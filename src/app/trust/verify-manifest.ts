// `manifest verify MANIFEST`: what a system with the given keys would say of it, as far as that does not depend on what it has
// accepted before. Without keys: what this system would say.

import { OrchestratorError } from "../../base/index.js";
import { loadVerifyKeys } from "../../signing/index.js";
import {
  checkManifest,
  checkRootTime,
  configuredRoot,
  type RootMetadata,
  type TrustedManifest,
  timeNow,
} from "../../trust/index.js";
import type { AppContext } from "../context.js";
import { updateRoot } from "./check-trust.js";
import { companionsBeside, type ManifestCompanions } from "./companions.js";
import { readManifest } from "./sign-manifest.js";
import { readSystemTrust, type SystemTrust } from "./system-trust.js";

export interface VerifyOptions {
  readonly manifestPath: string;
  /** Where it is in a bundle, with what comes with it there. */
  readonly manifestBytes?: Uint8Array;
  readonly companions?: ManifestCompanions;
  /** Public keys in PEM form; where there are none, this system's configuration says which. */
  readonly keyPaths: readonly string[];
  /** Of the keys given; 1 by default. */
  readonly threshold?: number;
}

/** Throws TRUST_…, KEY_…, DocumentsRefused. Nothing is written. */
export async function verifyManifest(context: AppContext, options: VerifyOptions): Promise<TrustedManifest> {
  const { manifestPath, manifestBytes, companions = companionsBeside(manifestPath) } = options;
  const start = await trustOf(context, options);
  const { manifest, bytes } = await readManifest(manifestPath, manifestBytes);
  const now = timeNow(context.clock.now(), start.accepted?.at);
  const { root, accepted } = await updateRoot(start, companions);
  checkRootTime(root, now);
  const signed = { path: manifestPath, bytes, signatures: await companions.signatures() };
  return checkManifest(signed, manifest, { root, accepted, now, isDowngradeAllowed: false });
}

async function trustOf(context: AppContext, { keyPaths, threshold = 1 }: VerifyOptions): Promise<SystemTrust> {
  if (keyPaths.length > 0) return beginningAt(configuredRoot(await loadVerifyKeys(keyPaths), threshold));
  const own = await readSystemTrust(context);
  if (own !== undefined) return own;
  throw new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message: "there is no key to verify the manifest with: none is given, and none is configured",
    hint: "Name a public key with --key, or set ManifestVerifyKeys in the configuration.",
  });
}

function beginningAt(root: RootMetadata): SystemTrust {
  return { configured: root, root, rootText: undefined, accepted: undefined };
}
