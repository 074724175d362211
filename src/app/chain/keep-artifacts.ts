// The artifacts to go back with, brought into the data store before anything is touched.

import { join } from "node:path";
import { verifyArtifact } from "../../artifacts/index.js";
import { OrchestratorError } from "../../base/index.js";
import type { AppContext } from "../context.js";
import type { ChainDraft } from "./draft-chain.js";

/** Throws DATASTORE_…, and ARTIFACT_CHANGED where one is not what was planned with any more: then nothing was touched. */
export async function keepArtifacts({ wire }: AppContext, { kept }: ChainDraft): Promise<void> {
  const trusted = await wire.verifyKeys();
  const folder = await wire.datastore.deployments.keep(kept);
  for (const { fileName, path, manifestDigest } of kept) {
    // The whole of it: one that turns out to be damaged when it is needed would be no way back.
    const found = await verifyArtifact(join(folder, fileName), trusted);
    if (found.manifestDigest !== manifestDigest) throw changed(path);
  }
}

function changed(path: string): OrchestratorError {
  return new OrchestratorError({
    code: "ARTIFACT_CHANGED",
    message: `${path} was changed while this was being planned`,
    hint: "Wait until whoever writes it is done, then install again.",
    location: { file: path },
  });
}
