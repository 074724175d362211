// `artifact read`: verifies a whole artifact and says what it holds. Needs no system and no data store.

import { type ArtifactDescription, describeArtifact } from "../artifacts/index.js";

export type { ArtifactDescription } from "../artifacts/index.js";

/** Throws OrchestratorError (`ARTIFACT_…`) when any of it is wrong. */
export async function readArtifact(path: string): Promise<ArtifactDescription> {
  return await describeArtifact(path);
}
