// `artifact write`: makes an artifact of files. Needs no system and no data store.

import { type WriteOptions, writeArtifact as write } from "../artifacts/index.js";

export type { WriteOptions } from "../artifacts/index.js";

/** Throws OrchestratorError: `ARTIFACT_INPUT_…` or `ARTIFACT_UNWRITABLE`. */
export async function writeArtifact(options: WriteOptions): Promise<void> {
  await write(options);
}
