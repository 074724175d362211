// `artifact read`: verifies a whole artifact and says what it holds, and who has signed it. Needs no system and no data store.

import { type ArtifactDescription, describeArtifact } from "../artifacts/index.js";
import { loadVerifyKeys } from "../signing/index.js";
import type { AppContext } from "./context.js";

export type { ArtifactDescription } from "../artifacts/index.js";

export interface ReadArtifactOptions {
  readonly path: string;
  /** Public keys in PEM form; where there are none, those of the configuration. */
  readonly keyPaths: readonly string[];
}

/** A signature is told, not asked for. Throws OrchestratorError (`ARTIFACT_…`) when anything else is wrong, and KEY_…. */
export async function readArtifact(
  { config }: Pick<AppContext, "config">,
  { path, keyPaths }: ReadArtifactOptions,
): Promise<ArtifactDescription> {
  const keys = await loadVerifyKeys(keyPaths.length > 0 ? keyPaths : (config.artifactVerifyKeys ?? []));
  return await describeArtifact(path, { keys, isTrustNeeded: false });
}
