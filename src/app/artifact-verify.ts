// `artifact verify`: is it whole, and has one of these keys signed it? Needs no system and no data store.

import { type ArtifactDescription, describeArtifact } from "../artifacts/index.js";
import { OrchestratorError } from "../base/index.js";
import { loadVerifyKeys } from "../signing/index.js";
import type { AppContext } from "./context.js";

export interface VerifyArtifactOptions {
  readonly path: string;
  /** Public keys in PEM form; where there are none, those of the configuration. */
  readonly keyPaths: readonly string[];
}

/** Its `signedBy` is never null. Throws KEY_…, ARTIFACT_…, ARGUMENT_INVALID without any key. */
export async function verifyArtifact(
  { config }: Pick<AppContext, "config">,
  { path, keyPaths }: VerifyArtifactOptions,
): Promise<ArtifactDescription> {
  const keys = await loadVerifyKeys(keyPaths.length > 0 ? keyPaths : (config.artifactVerifyKeys ?? []));
  if (keys.length > 0) return await describeArtifact(path, { keys, isTrustNeeded: true });
  throw new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message: "there is no key to verify with",
    hint: "Name a public key with --key, or in the configuration as ArtifactVerifyKey.",
  });
}
